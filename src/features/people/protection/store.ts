import type { Generated, Selectable } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Erasure, ErasureChecks, ProtectionRequest, RequestKind, RequestState } from './schema.ts'

type RestrictionTable = { workspace_id: string; anchor: string; reason: string; since: Date; set_by: string | null }

type RequestTable = {
  id: string
  workspace_id: string
  anchor: string | null
  kind: RequestKind
  state: Generated<RequestState>
  asked_by: 'person' | 'staff'
  note: string
  answer: Generated<string>
  created_at: Date
  due_at: Date
  closed_at: Date | null
  closed_by: string | null
}

type ErasureTable = {
  id: string
  workspace_id: string
  person_hash: string
  at: Date
  erased_by: string | null
  reason: 'person' | 'retention'
  people: number
  counts: unknown
  checks: unknown
}

type Tables = {
  restriction: RestrictionTable
  protection_request: RequestTable
  suppression: { workspace_id: string; hash: string; at: Date }
  erasure: ErasureTable
  user_account: { id: string; name: string }
}

export type RequestRecord = Omit<ProtectionRequest, 'label'>

const toRequest = (row: Selectable<RequestTable>): RequestRecord => ({
  id: row.id,
  person: row.anchor,
  kind: row.kind,
  state: row.state,
  askedBy: row.asked_by,
  note: row.note,
  answer: row.answer,
  created: row.created_at.toISOString(),
  due: row.due_at.toISOString(),
  closed: row.closed_at?.toISOString() ?? null,
})

export type NewRequest = {
  readonly id: string
  readonly workspace: string
  readonly anchor: string
  readonly kind: RequestKind
  readonly askedBy: 'person' | 'staff'
  readonly note: string
  readonly at: Date
  readonly due: Date
}

export type NewErasure = {
  readonly id: string
  readonly workspace: string
  readonly personHash: string
  readonly at: Date
  readonly by: string | null
  readonly reason: 'person' | 'retention'
  readonly people: number
  readonly counts: Readonly<Record<string, number>>
  readonly checks: ErasureChecks
}

const numbersOf = (value: unknown): Record<string, number> =>
  Object.fromEntries(Object.entries(Object(value)).map(([name, count]) => [name, Number(count)]))

function checksOf(value: unknown): ErasureChecks {
  const { asked = 0, filesRead = 0, oldParts = 0, left = [] } = Object(value)
  return { asked, filesRead, oldParts, left }
}

/** Requests, restrictions, what was erased and who must not come back. */
export function openProtectionStore(database: Database) {
  const db = tables<Tables>(database)
  const restrictions = (workspace: string) =>
    db.selectFrom('restriction').selectAll().where('workspace_id', '=', workspace)
  const requests = (workspace: string) =>
    db.selectFrom('protection_request').selectAll().where('workspace_id', '=', workspace)

  return {
    async restricted(workspace: string): Promise<string[]> {
      return (await restrictions(workspace).execute()).map(({ anchor }) => anchor)
    },

    async restrictionOf(workspace: string, anchors: readonly string[]) {
      if (anchors.length === 0) return null
      const row = await restrictions(workspace)
        .where('anchor', 'in', [...anchors])
        .orderBy('since')
        .executeTakeFirst()
      return row ? { since: row.since.toISOString(), reason: row.reason } : null
    },

    async restrict(workspace: string, anchor: string, reason: string, since: Date, by: string | null): Promise<void> {
      await db
        .insertInto('restriction')
        .values({ workspace_id: workspace, anchor, reason, since, set_by: by })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'anchor']).doUpdateSet({ reason }))
        .execute()
    },

    async lift(workspace: string, anchors: readonly string[]): Promise<void> {
      if (anchors.length === 0) return
      const remove = db.deleteFrom('restriction').where('workspace_id', '=', workspace)
      await remove.where('anchor', 'in', [...anchors]).execute()
    },

    async requests(workspace: string): Promise<RequestRecord[]> {
      const rows = await requests(workspace).orderBy('state').orderBy('due_at').limit(500).execute()
      return rows.map(toRequest).sort((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open'))
    },

    async requestsOf(workspace: string, anchors: readonly string[]): Promise<RequestRecord[]> {
      if (anchors.length === 0) return []
      const rows = await requests(workspace)
        .where('anchor', 'in', [...anchors])
        .orderBy('created_at', 'desc')
        .execute()
      return rows.map(toRequest)
    },

    async addRequest({ id, workspace, anchor, kind, askedBy, note, at, due }: NewRequest): Promise<void> {
      const row = { id, workspace_id: workspace, anchor, kind, asked_by: askedBy, note, created_at: at, due_at: due }
      await db.insertInto('protection_request').values(row).execute()
    },

    async findRequest(workspace: string, id: string): Promise<RequestRecord | undefined> {
      const row = await requests(workspace).where('id', '=', id).executeTakeFirst()
      return row && toRequest(row)
    },

    /** Closes an open request; says whether it was open. */
    async closeRequest(
      workspace: string,
      id: string,
      { state, answer, at, by }: { state: RequestState; answer: string; at: Date; by: string | null },
    ): Promise<boolean> {
      const done = await db
        .updateTable('protection_request')
        .set({ state, answer, closed_at: at, closed_by: by })
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .where('state', '=', 'open')
        .executeTakeFirst()
      return done.numUpdatedRows === 1n
    },

    /** What an erased person wrote goes, and what is left of their requests says that they were answered. */
    async forgetRequests(workspace: string, anchors: readonly string[], at: Date): Promise<number> {
      const of = db.updateTable('protection_request').where('workspace_id', '=', workspace)
      await of
        .set({ state: 'done', closed_at: at })
        .where('anchor', 'in', [...anchors])
        .where('state', '=', 'open')
        .execute()
      const done = await of
        .set({ anchor: null, note: '', answer: '' })
        .where('anchor', 'in', [...anchors])
        .executeTakeFirst()
      return Number(done.numUpdatedRows)
    },

    async suppressed(workspace: string): Promise<string[]> {
      const rows = await db.selectFrom('suppression').select('hash').where('workspace_id', '=', workspace).execute()
      return rows.map(({ hash }) => hash)
    },

    async suppress(workspace: string, hashes: readonly string[], at: Date): Promise<void> {
      for (let from = 0; from < hashes.length; from += 5_000) {
        await db
          .insertInto('suppression')
          .values(hashes.slice(from, from + 5_000).map((hash) => ({ workspace_id: workspace, hash, at })))
          .onConflict((conflict) => conflict.columns(['workspace_id', 'hash']).doNothing())
          .execute()
      }
    },

    async addErasure({ id, workspace, personHash, at, by, reason, people, counts, checks }: NewErasure): Promise<void> {
      await db
        .insertInto('erasure')
        .values({
          id,
          workspace_id: workspace,
          person_hash: personHash,
          at,
          erased_by: by,
          reason,
          people,
          counts: JSON.stringify(counts),
          checks: JSON.stringify(checks),
        })
        .execute()
    },

    async erasures(workspace: string): Promise<Erasure[]> {
      const rows = await db
        .selectFrom('erasure')
        .leftJoin('user_account', 'user_account.id', 'erasure.erased_by')
        .selectAll('erasure')
        .select('user_account.name')
        .where('workspace_id', '=', workspace)
        .orderBy('at', 'desc')
        .limit(500)
        .execute()
      return rows.map(({ id, at, name, reason, people, counts, checks }) => ({
        id,
        at: at.toISOString(),
        by: name ?? '',
        reason,
        people,
        counts: numbersOf(counts),
        checks: checksOf(checks),
      }))
    },
  }
}

export type ProtectionStore = ReturnType<typeof openProtectionStore>
