import { type Database, tables } from '../../../platform/postgres/open.ts'
import { type ChannelRule, ChannelRules, type Recount } from './schema.ts'

type RulesTable = {
  workspace_id: string
  version: number
  rules: unknown
  is_default: boolean
  saved_at: Date
  saved_by: string
}

type RecountTable = {
  workspace_id: string
  state: Recount['state']
  progress: number
  changed: number
  started_at: Date
  finished_at: Date | null
}

export type KeptRules = {
  readonly version: number
  readonly rules: readonly ChannelRule[]
  readonly isDefault: boolean
  readonly saved: Date
}

export type NewRules = {
  readonly rules: readonly ChannelRule[]
  readonly isDefault: boolean
  /** The version that they replace. */
  readonly after: number
  readonly by: string
  readonly at: Date
}

const shown = ({ state, progress, changed, started_at, finished_at }: RecountTable): Recount => ({
  state,
  progress,
  changed,
  started: started_at.toISOString(),
  finished: finished_at?.toISOString() ?? null,
})

export type ChannelStore = ReturnType<typeof openChannelStore>

export function openChannelStore(database: Database) {
  const db = tables<{ channel_rules: RulesTable; channel_recount: RecountTable }>(database)
  return {
    /** The rules that hold; undefined where those of the product do. */
    async newest(workspace: string): Promise<KeptRules | undefined> {
      const row = await db
        .selectFrom('channel_rules')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!row) return undefined
      const { version, is_default, saved_at } = row
      return { version, rules: ChannelRules.parse(row.rules), isDefault: is_default, saved: saved_at }
    },

    /** Keeps them with the recount that they ask for; false where somebody else saved in the meantime. */
    async add(workspace: string, { rules, isDefault, after, by, at }: NewRules): Promise<boolean> {
      const waiting = { state: 'waiting' as const, progress: 0, changed: 0, started_at: at, finished_at: null }
      return db.transaction().execute(async (transaction) => {
        const added = await transaction
          .insertInto('channel_rules')
          .values({
            workspace_id: workspace,
            version: after + 1,
            rules: JSON.stringify(rules),
            is_default: isDefault,
            saved_at: at,
            saved_by: by,
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (added.numInsertedOrUpdatedRows !== 1n) return false
        await transaction
          .insertInto('channel_recount')
          .values({ workspace_id: workspace, ...waiting })
          .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(waiting))
          .execute()
        return true
      })
    },

    async recount(workspace: string): Promise<Recount | null> {
      const row = await db
        .selectFrom('channel_recount')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .executeTakeFirst()
      return row ? shown(row) : null
    },

    async change(workspace: string, change: Partial<Omit<RecountTable, 'workspace_id'>>): Promise<void> {
      await db.updateTable('channel_recount').set(change).where('workspace_id', '=', workspace).execute()
    },

    /** The workspaces whose past events still wait for their channels. */
    async unfinished(): Promise<string[]> {
      const rows = await db
        .selectFrom('channel_recount')
        .select('workspace_id')
        .where('state', 'not in', ['done', 'failed'])
        .orderBy('started_at')
        .execute()
      return rows.map((row) => row.workspace_id)
    },
  }
}
