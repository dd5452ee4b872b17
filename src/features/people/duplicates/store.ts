import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import { DuplicateReason, type DuplicateState } from './schema.ts'

type DuplicateTable = {
  id: string
  workspace_id: string
  one: string
  other: string
  score: number
  reasons: unknown
  state: DuplicateState
  found_at: Date
  decided_at: Date | null
  decided_by: string | null
}

type SearchTable = { workspace_id: string; searched_at: Date; compared: number; capped: boolean }

export type Pair = { readonly one: string; readonly other: string }
export type FoundPair = Pair & { readonly score: number; readonly reasons: readonly DuplicateReason[] }
export type StoredPair = FoundPair & { readonly id: string; readonly state: DuplicateState }

const shown = ({ id, one, other, score, reasons, state }: DuplicateTable): StoredPair => ({
  id,
  one,
  other,
  score,
  reasons: z.array(DuplicateReason).parse(reasons),
  state,
})

const perStatement = 1000

/** Pairs of people who may be one, and what was decided about them. */
export function openDuplicateStore(database: Database) {
  const db = tables<{ duplicate: DuplicateTable; duplicate_search: SearchTable }>(database)
  return {
    /** Pairs that are not to be proposed again. */
    async decided(workspace: string): Promise<Pair[]> {
      return db
        .selectFrom('duplicate')
        .select(['one', 'other'])
        .where('workspace_id', '=', workspace)
        .where('state', '=', 'different')
        .execute()
    },

    /** Puts what a search found in place of what waited; what was put off stays so. */
    async replace(workspace: string, pairs: readonly FoundPair[], at: Date, compared: number, capped: boolean) {
      await db.transaction().execute(async (trx) => {
        for (let from = 0; from < pairs.length; from += perStatement) {
          await trx
            .insertInto('duplicate')
            .values(
              pairs.slice(from, from + perStatement).map(({ one, other, score, reasons }) => ({
                id: randomUUID(),
                workspace_id: workspace,
                one,
                other,
                score,
                reasons: JSON.stringify(reasons),
                state: 'open' as const,
                found_at: at,
                decided_at: null,
                decided_by: null,
              })),
            )
            .onConflict((conflict) =>
              conflict.columns(['workspace_id', 'one', 'other']).doUpdateSet({
                score: sql`excluded.score`,
                reasons: sql`excluded.reasons`,
                found_at: sql`excluded.found_at`,
                state: sql`case when duplicate.state = 'merged' then 'open' else duplicate.state end`,
              }),
            )
            .execute()
        }
        await trx
          .deleteFrom('duplicate')
          .where('workspace_id', '=', workspace)
          .where('state', 'in', ['open', 'later'])
          .where('found_at', '<', at)
          .execute()
        const search = { searched_at: at, compared, capped }
        await trx
          .insertInto('duplicate_search')
          .values({ workspace_id: workspace, ...search })
          .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(search))
          .execute()
      })
    },

    async page(workspace: string, state: DuplicateState, offset: number, limit: number): Promise<StoredPair[]> {
      const rows = await db
        .selectFrom('duplicate')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('state', '=', state)
        .orderBy('score', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(offset)
        .execute()
      return rows.map(shown)
    },

    async counts(
      workspace: string,
    ): Promise<{ readonly open: number; readonly later: number; readonly searched: Date | null }> {
      const rows = await db
        .selectFrom('duplicate')
        .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
        .where('workspace_id', '=', workspace)
        .groupBy('state')
        .execute()
      const search = await db
        .selectFrom('duplicate_search')
        .select('searched_at')
        .where('workspace_id', '=', workspace)
        .executeTakeFirst()
      const of = (state: DuplicateState) => Number(rows.find((row) => row.state === state)?.count ?? 0)
      return { open: of('open'), later: of('later'), searched: search?.searched_at ?? null }
    },

    async find(workspace: string, id: string): Promise<StoredPair | undefined> {
      const row = await db
        .selectFrom('duplicate')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && shown(row)
    },

    /** After a merge: pairs with the person who is gone are pairs with the one who stays. */
    async follow(workspace: string, gone: string, stays: string): Promise<void> {
      const rows = await db
        .selectFrom('duplicate')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('state', 'in', ['open', 'later'])
        .where((is) => is.or([is('one', '=', gone), is('other', '=', gone)]))
        .execute()
      for (const row of rows) {
        const partner = row.one === gone ? row.other : row.one
        const [one, other] = BigInt(partner) < BigInt(stays) ? [partner, stays] : [stays, partner]
        await db.deleteFrom('duplicate').where('workspace_id', '=', workspace).where('id', '=', row.id).execute()
        if (partner === stays) continue
        await db
          .insertInto('duplicate')
          .values({ ...row, one, other, reasons: JSON.stringify(row.reasons) })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'one', 'other']).doNothing())
          .execute()
      }
    },

    async decide(workspace: string, id: string, state: DuplicateState, by: string | null, at: Date): Promise<void> {
      await db
        .updateTable('duplicate')
        .set({ state, decided_by: by, decided_at: at })
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .execute()
    },
  }
}

export type DuplicateStore = ReturnType<typeof openDuplicateStore>
