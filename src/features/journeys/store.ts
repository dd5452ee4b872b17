import type { Kysely } from 'kysely'
import { type Database, tables } from '../../platform/postgres/open.ts'
import { Journey, JourneyDraft, type JourneyRow } from './schema.ts'

type JourneyTable = {
  id: string
  workspace_id: string
  name: string
  document: unknown
  version: number
  changed_at: Date
  measured: string | null
  renewing: boolean
  as_of: Date | null
}

type Writable = { readonly journey: Omit<JourneyTable, 'document'> & { document: string } }

/** A journey with what was measured of it: the measure whose runs are complete, and the data horizon then. */
export type Kept = { readonly journey: Journey; readonly measured: string | null; readonly asOfMs: number | null }
export type Named = { readonly workspace: string; readonly id: string }

const Document = JourneyDraft.omit({ name: true })

const toKept = (row: JourneyTable): Kept => ({
  journey: Journey.parse({
    ...Document.parse(row.document),
    name: row.name,
    id: row.id,
    version: row.version,
    changed: row.changed_at.toISOString(),
  }),
  measured: row.measured,
  asOfMs: row.as_of?.getTime() ?? null,
})

const documentOf = ({ name: _, ...document }: JourneyDraft): string => JSON.stringify(Document.parse(document))

/** The journeys that people draw. Every statement names the workspace. */
function openDocuments(database: Database) {
  const read = tables<{ journey: JourneyTable }>(database)
  const write: Kysely<Writable> = tables<Writable>(database)

  async function all(workspace: string): Promise<Kept[]> {
    const rows = await read.selectFrom('journey').selectAll().where('workspace_id', '=', workspace).execute()
    return rows.map(toKept).sort((a, b) => a.journey.name.localeCompare(b.journey.name))
  }

  return {
    all,
    async find(workspace: string, id: string): Promise<Kept | undefined> {
      const mine = read.selectFrom('journey').selectAll().where('workspace_id', '=', workspace)
      const row = await mine.where('id', '=', id).executeTakeFirst()
      return row && toKept(row)
    },
    async rows(workspace: string): Promise<JourneyRow[]> {
      return (await all(workspace)).map(({ journey: { id, name, changed, phases, touchpoints } }) => {
        return { id, name, changed, phases: phases.map((phase) => phase.name), touchpoints: touchpoints.length }
      })
    },
    async insert(workspace: string, id: string, draft: JourneyDraft, now: number): Promise<Journey> {
      const changed_at = new Date(now)
      const document = documentOf(draft)
      const unmeasured = { measured: null, renewing: false, as_of: null }
      const row = { id, workspace_id: workspace, name: draft.name, document, version: 1, changed_at, ...unmeasured }
      await write.insertInto('journey').values(row).execute()
      return { ...draft, id, version: 1, changed: changed_at.toISOString() }
    },
    /** Saves only if nobody saved since `version` was read. */
    async save(workspace: string, id: string, draft: JourneyDraft, version: number, now: number): Promise<boolean> {
      const changes = { name: draft.name, document: documentOf(draft), version: version + 1, changed_at: new Date(now) }
      const mine = write.updateTable('journey').set(changes).where('workspace_id', '=', workspace).where('id', '=', id)
      const done = await mine.where('version', '=', version).executeTakeFirst()
      return done.numUpdatedRows === 1n
    },
    async remove(workspace: string, id: string): Promise<boolean> {
      const mine = write.deleteFrom('journey').where('workspace_id', '=', workspace)
      return (await mine.where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n
    },
  }
}

/** What was measured of which journey, and when. */
function openMarks(database: Database) {
  const db = tables<{ journey: JourneyTable }>(database)
  const mark = (workspace: string, id: string, marks: Partial<JourneyTable>) =>
    db.updateTable('journey').set(marks).where('workspace_id', '=', workspace).where('id', '=', id).execute()

  return {
    /** From here until `setMeasured` the runs may be half renewed. */
    async setRenewing(workspace: string, id: string): Promise<void> {
      await mark(workspace, id, { renewing: true })
    },
    async setMeasured(workspace: string, id: string, measured: string, asOfMs: number | null): Promise<void> {
      await mark(workspace, id, { measured, renewing: false, as_of: asOfMs === null ? null : new Date(asOfMs) })
    },
    /** The runs of a journey are not complete any more. */
    async forgetMeasured(workspace: string, id: string): Promise<void> {
      await mark(workspace, id, { measured: null, renewing: false })
    },
    /** Forgets measurements that were interrupted. */
    async forgetHalfMeasured(): Promise<void> {
      await db.updateTable('journey').set({ measured: null, renewing: false }).where('renewing', '=', true).execute()
    },
    async unmeasured(): Promise<Named[]> {
      const rows = await db.selectFrom('journey').select(['workspace_id', 'id']).where('measured', 'is', null).execute()
      return rows.map((row) => ({ workspace: row.workspace_id, id: row.id }))
    },
  }
}

export const openJourneyStore = (database: Database) => ({ ...openDocuments(database), ...openMarks(database) })
export type JourneyStore = ReturnType<typeof openJourneyStore>
