import { z } from 'zod'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import { keyed } from '../consent/token.ts'
import { type Erasure, ErasureChecks, type UnfinishedErasure } from './schema.ts'
import { seal, unseal } from './sealing.ts'

const Subject = z.object({
  person: z.string(),
  anchors: z.array(z.string()),
  identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
})

/** Who is to be erased: their number, all their anchors, and what names them. */
export type Subject = z.infer<typeof Subject>

export type Order = {
  readonly id: string
  readonly workspace: string
  readonly reason: 'person' | 'retention'
  readonly askedAt: Date
  /** The account of who asked for it; null: the command line, or the program. */
  readonly by: string | null
  /** What was found before it was removed, by store. */
  readonly counts: Readonly<Record<string, number>>
  /** Null once nothing is left to be done but the protocol; then `checks` is what it says. */
  readonly subject: Subject | null
  readonly checks: ErasureChecks | null
}

export type NewOrder = Pick<Order, 'id' | 'workspace' | 'reason' | 'askedAt' | 'by'> & { readonly subject: Subject }

type OrderTable = {
  id: string
  workspace_id: string
  subject_hash: string
  reason: 'person' | 'retention'
  sealed: string
  asked_at: Date
  asked_by: string | null
  counts: unknown
  checks: unknown
  tries: number
  failed_at: Date | null
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
  erasure_order: OrderTable
  erasure: ErasureTable
  user_account: { id: string; name: string }
}

const numbersOf = (value: unknown): Record<string, number> =>
  Object.fromEntries(Object.entries(Object(value)).map(([name, count]) => [name, Number(count)]))

const toProtocol = (row: ErasureTable & { readonly name: string | null }): Erasure => ({
  id: row.id,
  at: row.at.toISOString(),
  by: row.name ?? '',
  reason: row.reason,
  people: row.people,
  counts: numbersOf(row.counts),
  checks: ErasureChecks.parse(row.checks),
})

/** Erasures that are not finished, and the protocols of those that are. `secretOf` gives the secret of a workspace. */
export function openOrders(database: Database, secretOf: (workspace: string) => Promise<string>) {
  const db = tables<Tables>(database)
  const mark = (id: string, marks: Partial<OrderTable>) =>
    db.updateTable('erasure_order').set(marks).where('id', '=', id).execute()

  const toOrder = (secret: string, row: OrderTable): Order => ({
    id: row.id,
    workspace: row.workspace_id,
    reason: row.reason,
    askedAt: row.asked_at,
    by: row.asked_by,
    counts: numbersOf(row.counts),
    subject: row.sealed === '' ? null : Subject.parse(unseal(secret, row.id, row.sealed)),
    checks: row.checks === null ? null : ErasureChecks.parse(row.checks),
  })

  async function of(workspace: string): Promise<Order[]> {
    const rows = await db
      .selectFrom('erasure_order')
      .selectAll()
      .where('workspace_id', '=', workspace)
      .orderBy('asked_at')
      .execute()
    if (rows.length === 0) return []
    const secret = await secretOf(workspace)
    return rows.map((row) => toOrder(secret, row))
  }

  const protocolsIn = (workspace: string) =>
    db
      .selectFrom('erasure')
      .leftJoin('user_account', 'user_account.id', 'erasure.erased_by')
      .selectAll('erasure')
      .select('user_account.name')
      .where('workspace_id', '=', workspace)

  const hashOf = (secret: string, person: string): string => keyed(secret, 'protocol', person).toString('hex')

  return {
    /** The order about a person, asked by their number or any of their anchors. */
    async about(workspace: string, number: string): Promise<Order | undefined> {
      const asked = String(BigInt(number))
      const hash = hashOf(await secretOf(workspace), asked)
      const about = await db
        .selectFrom('erasure_order')
        .select('id')
        .where('workspace_id', '=', workspace)
        .where('subject_hash', '=', hash)
        .executeTakeFirst()
      return (await of(workspace)).find(
        ({ id, reason, subject }) => reason === 'person' && (id === about?.id || subject?.anchors.includes(asked)),
      )
    },

    /** Records an order; where there is one about the person already, gives that. */
    async record({ id, workspace, reason, askedAt, by, subject }: NewOrder): Promise<Order> {
      const secret = await secretOf(workspace)
      const subject_hash = hashOf(secret, reason === 'person' ? subject.person : id)
      await db
        .insertInto('erasure_order')
        .values({
          id,
          workspace_id: workspace,
          subject_hash,
          reason,
          sealed: seal(secret, id, subject),
          asked_at: askedAt,
          asked_by: by,
          counts: '{}',
          checks: null,
          tries: 0,
          failed_at: null,
        })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'subject_hash']).doNothing())
        .execute()
      const row = await db
        .selectFrom('erasure_order')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('subject_hash', '=', subject_hash)
        .executeTakeFirstOrThrow()
      return toOrder(secret, row)
    },

    /** Of all workspaces: what a start takes up. */
    async all(): Promise<Order[]> {
      const rows = await db.selectFrom('erasure_order').select('workspace_id').distinct().execute()
      return (await Promise.all(rows.map((row) => of(row.workspace_id)))).flat()
    },

    async find(workspace: string, id: string): Promise<Order | undefined> {
      return (await of(workspace)).find((order) => order.id === id)
    },

    noteCounts: (id: string, counts: Readonly<Record<string, number>>) => mark(id, { counts: JSON.stringify(counts) }),

    /** Nothing is left to be done: the order forgets whom it is about. */
    noteChecks: (id: string, checks: ErasureChecks) => mark(id, { sealed: '', checks: JSON.stringify(checks) }),

    async noteFailure(id: string, at: Date): Promise<void> {
      await db
        .updateTable('erasure_order')
        .set((row) => ({ failed_at: at, tries: row('tries', '+', 1) }))
        .where('id', '=', id)
        .execute()
    },

    /** Ends an order; in the same moment the protocol of an erasure is kept, once. */
    async finish({ id, workspace, reason, by }: Order, checks: ErasureChecks, at: Date): Promise<void> {
      await db.transaction().execute(async (trx) => {
        const gone = await trx.deleteFrom('erasure_order').where('id', '=', id).returningAll().executeTakeFirst()
        if (!gone || reason !== 'person') return
        const protocol = { id, workspace_id: workspace, person_hash: gone.subject_hash, at, erased_by: by, reason }
        const found = { counts: JSON.stringify(gone.counts), checks: JSON.stringify(checks) }
        await trx
          .insertInto('erasure')
          .values({ ...protocol, people: 1, ...found })
          .execute()
      })
    },

    async protocols(workspace: string): Promise<Erasure[]> {
      return (await protocolsIn(workspace).orderBy('at', 'desc').limit(500).execute()).map(toProtocol)
    },

    async protocol(workspace: string, id: string): Promise<Erasure> {
      return toProtocol(await protocolsIn(workspace).where('erasure.id', '=', id).executeTakeFirstOrThrow())
    },

    async unfinished(workspace: string): Promise<UnfinishedErasure[]> {
      const rows = await db
        .selectFrom('erasure_order')
        .leftJoin('user_account', 'user_account.id', 'erasure_order.asked_by')
        .select(['erasure_order.id', 'asked_at', 'tries', 'failed_at', 'user_account.name'])
        .where('workspace_id', '=', workspace)
        .where('reason', '=', 'person')
        .orderBy('asked_at', 'desc')
        .execute()
      return rows.map(({ id, asked_at, tries, failed_at, name }) => ({
        id,
        asked: asked_at.toISOString(),
        by: name ?? '',
        tries,
        failed: failed_at?.toISOString() ?? null,
      }))
    },
  }
}

export type Orders = ReturnType<typeof openOrders>
