import { randomBytes } from 'node:crypto'
import type { Generated, Selectable } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Basis, NewWording, PrivacySettings, Purpose, WithoutConsent, Wording } from './schema.ts'
import { firstWordings } from './wordings.ts'

type PrivacyTable = {
  workspace_id: string
  secret: string
  without_consent: Generated<WithoutConsent>
  controller: Generated<string>
  anonymous_months: number | null
  event_months: number | null
  inactive_months: number | null
  retention_ran_at: Date | null
}

type WordingTable = {
  workspace_id: string
  purpose: Purpose
  version: number
  basis: Basis
  valid_months: number | null
  title_de: string
  text_de: string
  title_en: string
  text_en: string
  created_at: Date
  created_by: string | null
}

type Tables = { privacy: PrivacyTable; consent_wording: WordingTable }

export type Privacy = PrivacySettings & { readonly secret: string; readonly retentionRanAt: Date | null }

const toPrivacy = (row: Selectable<PrivacyTable>): Privacy => ({
  withoutConsent: row.without_consent,
  controller: row.controller,
  anonymousMonths: row.anonymous_months,
  eventMonths: row.event_months,
  inactiveMonths: row.inactive_months,
  secret: row.secret,
  retentionRanAt: row.retention_ran_at,
})

const toWording = (row: Selectable<WordingTable>): Wording => ({
  purpose: row.purpose,
  version: row.version,
  basis: row.basis,
  validMonths: row.valid_months,
  de: { title: row.title_de, text: row.text_de },
  en: { title: row.title_en, text: row.text_en },
  created: row.created_at.toISOString(),
})

type Author = { readonly at: Date; readonly by: string | null }

const rowOf = (
  workspace: string,
  version: number,
  { purpose, basis, validMonths, de, en }: NewWording,
  { at, by }: Author,
) => ({
  workspace_id: workspace,
  purpose,
  version,
  basis,
  valid_months: validMonths,
  title_de: de.title,
  text_de: de.text,
  title_en: en.title,
  text_en: en.text,
  created_at: at,
  created_by: by,
})

/** What a workspace decided about privacy, and the texts with which it asks people. */
export function openPrivacyStore(database: Database) {
  const db = tables<Tables>(database)
  const known = new Map<string, Privacy>()

  async function read(workspace: string): Promise<Privacy> {
    await db
      .insertInto('privacy')
      .values({ workspace_id: workspace, secret: randomBytes(32).toString('base64url') })
      .onConflict((conflict) => conflict.column('workspace_id').doNothing())
      .execute()
    const query = db.selectFrom('privacy').selectAll().where('workspace_id', '=', workspace)
    return toPrivacy(await query.executeTakeFirstOrThrow())
  }

  return {
    /** Made on first use, with a secret of its own. */
    async privacy(workspace: string): Promise<Privacy> {
      const before = known.get(workspace)
      if (before) return before
      const found = await read(workspace)
      known.set(workspace, found)
      return found
    },

    /** Without making anything: for visitors who may have invented the workspace. */
    async find(workspace: string): Promise<Privacy | undefined> {
      const row = await db.selectFrom('privacy').selectAll().where('workspace_id', '=', workspace).executeTakeFirst()
      return row && toPrivacy(row)
    },

    async all(): Promise<{ readonly workspace: string; readonly privacy: Privacy }[]> {
      const rows = await db.selectFrom('privacy').selectAll().execute()
      return rows.map((row) => ({ workspace: row.workspace_id, privacy: toPrivacy(row) }))
    },

    async change(workspace: string, { withoutConsent, controller, ...rest }: PrivacySettings): Promise<Privacy> {
      await read(workspace)
      await db
        .updateTable('privacy')
        .set({
          without_consent: withoutConsent,
          controller,
          anonymous_months: rest.anonymousMonths,
          event_months: rest.eventMonths,
          inactive_months: rest.inactiveMonths,
        })
        .where('workspace_id', '=', workspace)
        .execute()
      known.delete(workspace)
      return this.privacy(workspace)
    },

    async retentionRan(workspace: string, at: Date): Promise<void> {
      await db.updateTable('privacy').set({ retention_ran_at: at }).where('workspace_id', '=', workspace).execute()
      known.delete(workspace)
    },

    /** All versions of all texts, the newest of each purpose first; writes the first ones where there are none. */
    async wordings(workspace: string, now: Date): Promise<Wording[]> {
      const query = db
        .selectFrom('consent_wording')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .orderBy('purpose')
        .orderBy('version', 'desc')
      const rows = await query.execute()
      if (rows.length > 0) return rows.map(toWording)
      const author = { at: now, by: null }
      await db
        .insertInto('consent_wording')
        .values(firstWordings.map((one) => rowOf(workspace, 1, one, author)))
        .onConflict((conflict) => conflict.columns(['workspace_id', 'purpose', 'version']).doNothing())
        .execute()
      return (await query.execute()).map(toWording)
    },

    async addWording(workspace: string, wording: NewWording, author: Author): Promise<Wording> {
      return db.transaction().execute(async (trx) => {
        await trx
          .selectFrom('privacy')
          .select('workspace_id')
          .where('workspace_id', '=', workspace)
          .forUpdate()
          .execute()
        const last = await trx
          .selectFrom('consent_wording')
          .select(({ fn }) => fn.max('version').as('version'))
          .where('workspace_id', '=', workspace)
          .where('purpose', '=', wording.purpose)
          .executeTakeFirst()
        const row = rowOf(workspace, (last?.version ?? 0) + 1, wording, author)
        return toWording(await trx.insertInto('consent_wording').values(row).returningAll().executeTakeFirstOrThrow())
      })
    },
  }
}

export type PrivacyStore = ReturnType<typeof openPrivacyStore>
