import { type Kysely, sql } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import { identifierKinds } from '../schema.ts'
import { anchorOf, normaliseIdentifier } from './anchor.ts'
import { type Decisions, type Limits, type Pair, pairOf } from './resolve.ts'
import type { Decided } from './resolving.ts'
import { IdentityRules, usualRules } from './schema.ts'

type DecisionTable = {
  id: string
  workspace_id: string
  kind: 'join' | 'part'
  actor: string
  made_at: Date
  undone_at: Date | null
  settled: boolean
}
type PairTable = {
  decision_id: string
  workspace_id: string
  anchor: string
  other: string
  suspended_by: string | null
}
type RulesTable = { workspace_id: string; document: unknown; settled: boolean }
type Tables = { identity_decision: DecisionTable; identity_pair: PairTable; identity_rules: RulesTable }

export type NewDecision = {
  readonly id: string
  readonly workspace: string
  readonly kind: DecisionTable['kind']
  readonly actor: string
  readonly at: number
  readonly pairs: readonly Pair[]
}

export type Decision = Pick<DecisionTable, 'id' | 'kind'> & {
  readonly undone: boolean
  readonly pairs: readonly Pair[]
}

const pairsPerInsert = 2_000

/** Pairs that count now: of decisions that nobody undid, and that none overruled. */
const counting = (db: Kysely<Tables>, workspace: string) =>
  db
    .selectFrom('identity_pair as pair')
    .innerJoin('identity_decision as decision', 'decision.id', 'pair.decision_id')
    .where('pair.workspace_id', '=', workspace)
    .where('pair.suspended_by', 'is', null)
    .where('decision.undone_at', 'is', null)
    .select(['decision.kind', 'pair.anchor', 'pair.other'])

const sorted = (rows: readonly { kind: string; anchor: string; other: string }[]): Decisions => {
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => pairOf(row.anchor, row.other))
  return { joined: of('join'), parted: of('part') }
}

/** What people decided about who is whom. */
export function openDecisionStore(database: Database) {
  const db = tables<Tables>(database)

  return {
    async about(workspace: string, anchors: readonly string[]): Promise<Decisions> {
      if (anchors.length === 0) return sorted([])
      const among = sql<string>`any(${[...anchors]}::text[])`
      const rows = await counting(db, workspace)
        .where((where) => where.or([where('pair.anchor', '=', among), where('pair.other', '=', among)]))
        .execute()
      return sorted(rows)
    },
    all: async (workspace: string): Promise<Decisions> => sorted(await counting(db, workspace).execute()),

    /** Keeps a decision; the pairs of the other kind that it contradicts rest until it is undone. */
    async add({ id, workspace, kind, actor, at, pairs }: NewDecision, against: readonly Pair[]): Promise<void> {
      await db.transaction().execute(async (change) => {
        const row = { id, workspace_id: workspace, kind, actor, made_at: new Date(at), undone_at: null, settled: false }
        await change.insertInto('identity_decision').values(row).execute()
        for (let from = 0; from < pairs.length; from += pairsPerInsert) {
          const rows = pairs.slice(from, from + pairsPerInsert).map(([anchor, other]) => {
            return { decision_id: id, workspace_id: workspace, anchor, other, suspended_by: null }
          })
          await change.insertInto('identity_pair').values(rows).execute()
        }
        for (const [anchor, other] of against) {
          await change
            .updateTable('identity_pair')
            .set({ suspended_by: id })
            .where('workspace_id', '=', workspace)
            .where('anchor', '=', anchor)
            .where('other', '=', other)
            .where('suspended_by', 'is', null)
            .where('decision_id', '!=', id)
            .execute()
        }
      })
    },

    async find(workspace: string, id: string): Promise<Decision | undefined> {
      const of = db.selectFrom('identity_decision').select(['id', 'kind', 'undone_at'])
      const row = await of.where('workspace_id', '=', workspace).where('id', '=', id).executeTakeFirst()
      if (!row) return undefined
      const pairs = await db
        .selectFrom('identity_pair')
        .select(['anchor', 'other'])
        .where('decision_id', '=', id)
        .execute()
      const { kind, undone_at } = row
      return { id, kind, undone: undone_at !== null, pairs: pairs.map((pair) => pairOf(pair.anchor, pair.other)) }
    },

    /** Which of these decisions still hold. */
    async holding(workspace: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
      if (ids.length === 0) return new Set()
      const rows = await db
        .selectFrom('identity_decision')
        .select('id')
        .where('workspace_id', '=', workspace)
        .where('undone_at', 'is', null)
        .where('id', 'in', [...ids])
        .execute()
      return new Set(rows.map(({ id }) => id))
    },

    /** False where somebody undid it before. */
    async undo(workspace: string, id: string, at: number): Promise<boolean> {
      return db.transaction().execute(async (change) => {
        const done = await change
          .updateTable('identity_decision')
          .set({ undone_at: new Date(at), settled: false })
          .where('workspace_id', '=', workspace)
          .where('id', '=', id)
          .where('undone_at', 'is', null)
          .executeTakeFirst()
        if (done.numUpdatedRows !== 1n) return false
        await change
          .updateTable('identity_pair')
          .set({ suspended_by: null })
          .where('workspace_id', '=', workspace)
          .where('suspended_by', '=', id)
          .execute()
        return true
      })
    },

    async setSettled(id: string): Promise<void> {
      await db.updateTable('identity_decision').set({ settled: true }).where('id', '=', id).execute()
    },
    /** Decisions that the program's end left without effect. */
    async unsettled(): Promise<{ id: string; workspace: string; anchors: string[] }[]> {
      const rows = await db
        .selectFrom('identity_decision as decision')
        .innerJoin('identity_pair as pair', 'pair.decision_id', 'decision.id')
        .where('decision.settled', '=', false)
        .select(['decision.id', 'decision.workspace_id as workspace', 'pair.anchor', 'pair.other'])
        .execute()
      const found = new Map<string, { id: string; workspace: string; anchors: string[] }>()
      for (const { id, workspace, anchor, other } of rows) {
        const one = found.get(id) ?? { id, workspace, anchors: [] }
        one.anchors.push(anchor, other)
        found.set(id, one)
      }
      return [...found.values()]
    },
  }
}

export type DecisionStore = ReturnType<typeof openDecisionStore>

/** Which identifiers may be one person, per workspace. */
export function openRulesStore(database: Database) {
  const db = tables<Tables>(database)
  return {
    async rules(workspace: string): Promise<IdentityRules> {
      const row = await db
        .selectFrom('identity_rules')
        .select('document')
        .where('workspace_id', '=', workspace)
        .executeTakeFirst()
      return row ? IdentityRules.parse(row.document) : usualRules
    },
    async setRules(workspace: string, rules: IdentityRules): Promise<void> {
      const document = JSON.stringify(rules)
      await db
        .insertInto('identity_rules')
        .values({ workspace_id: workspace, document, settled: false })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ document, settled: false }))
        .execute()
    },
    async setRulesSettled(workspace: string): Promise<void> {
      await db.updateTable('identity_rules').set({ settled: true }).where('workspace_id', '=', workspace).execute()
    },
    async unsettledRules(): Promise<string[]> {
      const rows = await db.selectFrom('identity_rules').select('workspace_id').where('settled', '=', false).execute()
      return rows.map((row) => row.workspace_id)
    },
  }
}

export type RulesStore = ReturnType<typeof openRulesStore>

/** The anchors that a blocked text has, in whatever kind. */
export const blockedAnchors = (workspace: string, blocked: readonly string[]): string[] =>
  blocked.flatMap((text) =>
    identifierKinds.flatMap((kind) => {
      const value = normaliseIdentifier(kind, text)
      return value === '' ? [] : [anchorOf(workspace, kind, value)]
    }),
  )

const limitsOf = (workspace: string, { limits, exclusive, blocked }: IdentityRules): Limits => ({
  limits,
  exclusive,
  blocked: new Set(blockedAnchors(workspace, blocked)),
})

/** Decisions and rules as resolving asks for them. */
export function decidedIn(store: DecisionStore & RulesStore): Decided {
  const last = new Map<string, { readonly text: string; readonly limits: Limits }>()
  return {
    async limits(workspace) {
      const rules = await store.rules(workspace)
      const text = JSON.stringify(rules)
      const known = last.get(workspace)
      if (known?.text === text) return known.limits
      const limits = limitsOf(workspace, rules)
      last.set(workspace, { text, limits })
      return limits
    },
    about: store.about,
    all: store.all,
  }
}
