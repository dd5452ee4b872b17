import { type Selectable, sql } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import { type Fact, type Link, linked } from './chain.ts'
import type { Actor, AuditQuestion } from './schema.ts'

type AuditTable = {
  workspace_id: string
  number: number
  at: Date
  actor_kind: Actor['kind']
  actor: string
  action: string
  person: string | null
  details: string
  previous: string
  hash: string
}

type Tables = { audit_entry: AuditTable; user_account: { id: string; name: string } }

export type Row = Link & { readonly actorKind: Actor['kind'] }

const toRow = (row: Selectable<AuditTable>): Row => ({
  workspace: row.workspace_id,
  number: row.number,
  atMs: row.at.getTime(),
  actorKind: row.actor_kind,
  actor: row.actor,
  action: row.action,
  person: row.person,
  details: row.details,
  previous: row.previous,
  hash: row.hash,
})

export type NewEntry = Omit<Fact, 'number' | 'actorKind'> & { readonly actorKind: Actor['kind'] }

export function openAuditStore(database: Database) {
  const db = tables<Tables>(database)
  const of = (workspace: string) => db.selectFrom('audit_entry').selectAll().where('workspace_id', '=', workspace)

  return {
    /** Entries of one workspace wait for each other, so that the chain has no two ends. */
    async append(entry: NewEntry): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtext(${`audit ${entry.workspace}`}))`.execute(trx)
        const last = await trx
          .selectFrom('audit_entry')
          .select(['number', 'hash'])
          .where('workspace_id', '=', entry.workspace)
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst()
        const link = linked(last, { ...entry, number: (last?.number ?? 0) + 1 })
        const { workspace, atMs, actorKind: _, ...rest } = link
        const row = { ...rest, workspace_id: workspace, at: new Date(atMs), actor_kind: entry.actorKind }
        await trx.insertInto('audit_entry').values(row).execute()
      })
    },

    async page(workspace: string, { person, actor, action, before, limit }: AuditQuestion): Promise<Row[]> {
      let query = of(workspace)
      if (person !== undefined) query = query.where('person', '=', person)
      if (actor !== undefined) query = query.where('actor', '=', actor)
      if (action !== undefined) query = query.where('action', '=', action)
      if (before !== undefined) query = query.where('number', '<', before)
      return (await query.orderBy('number', 'desc').limit(limit).execute()).map(toRow)
    },

    async following(workspace: string, number: number, limit: number): Promise<Row[]> {
      return (await of(workspace).where('number', '>', number).orderBy('number').limit(limit).execute()).map(toRow)
    },

    async actors(workspace: string): Promise<{ kind: Actor['kind']; id: string }[]> {
      return db
        .selectFrom('audit_entry')
        .select(['actor_kind as kind', 'actor as id'])
        .distinct()
        .where('workspace_id', '=', workspace)
        .limit(200)
        .execute()
    },

    async actions(workspace: string): Promise<string[]> {
      const query = db.selectFrom('audit_entry').select('action').distinct().where('workspace_id', '=', workspace)
      return (await query.orderBy('action').limit(300).execute()).map(({ action }) => action)
    },

    async names(accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
      if (accounts.length === 0) return new Map()
      const query = db
        .selectFrom('user_account')
        .select(['id', 'name'])
        .where('id', 'in', [...accounts])
      return new Map((await query.execute()).map(({ id, name }) => [id, name]))
    },
  }
}

export type AuditStore = ReturnType<typeof openAuditStore>
