import type { Generated, Selectable } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { ProtectionRequest, RequestKind, RequestState } from './schema.ts'

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

type Tables = {
  restriction: RestrictionTable
  protection_request: RequestTable
  suppression: { workspace_id: string; hash: string; at: Date }
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

/** Requests, restrictions, and who must not come back. */
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

    async countRequests(workspace: string, anchors: readonly string[]): Promise<number> {
      const rows = await requests(workspace)
        .where('anchor', 'in', [...anchors])
        .execute()
      return rows.length
    },

    /** What an erased person wrote goes, and what is left of their requests says that they were answered. */
    async forgetRequests(workspace: string, anchors: readonly string[], at: Date): Promise<void> {
      const of = db.updateTable('protection_request').where('workspace_id', '=', workspace)
      await of
        .set({ state: 'done', closed_at: at })
        .where('anchor', 'in', [...anchors])
        .where('state', '=', 'open')
        .execute()
      await of
        .set({ anchor: null, note: '', answer: '' })
        .where('anchor', 'in', [...anchors])
        .execute()
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
  }
}

export type ProtectionStore = ReturnType<typeof openProtectionStore>
