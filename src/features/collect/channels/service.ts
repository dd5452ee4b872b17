import { commonFault } from '../../../kernel/fault.ts'
import type { Log } from '../../../platform/log.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { always } from '../imports/always.ts'
import { openTurns } from '../imports/turns.ts'
import type { Settling } from '../settle.ts'
import { classifier } from './classify.ts'
import { defaultRules } from './defaults.ts'
import { previewChannels, renameChannels } from './recount.ts'
import type { ChannelBook, ChannelPreview, ChannelRule, ChannelRules, Entry } from './schema.ts'
import { openChannelStore } from './store.ts'

export type ChannelDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly settle: (settling: Settling) => Promise<void>
  /** Resolves once every event taken so far is stored: those that the old rules judged, too. */
  readonly arrived: () => Promise<void>
  readonly log: Log
  readonly now: () => number
}

export type Classify = (entry: Entry, given: string | null) => string

export type Channels = ReturnType<typeof openChannels>

export type SavedRules = {
  readonly rules: readonly ChannelRule[]
  /** The version that they replace. */
  readonly version: number
  readonly by: string
}

const same = (one: ChannelRules, other: ChannelRules): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The channel rules of workspaces: what new events go by, and past events after a change. */
export function openChannels(deps: ChannelDeps) {
  const { db, log, now } = deps
  const store = openChannelStore(db)
  const turns = openTurns()
  const warehouse = always(deps.warehouse, { signal: turns.signal, tag: 'channels' })
  const known = new Map<string, Classify>()

  const rulesOf = async (workspace: string) => (await store.newest(workspace))?.rules ?? defaultRules

  function remember(workspace: string, rules: ChannelRules): Classify {
    const channelOf = classifier(rules)
    const classify: Classify = (entry, given) => given ?? channelOf(entry)
    known.set(workspace, classify)
    return classify
  }

  async function recount(workspace: string): Promise<void> {
    await store.change(workspace, { state: 'renaming', progress: 0 })
    const rules = await rulesOf(workspace)
    await deps.arrived()
    const changed = await renameChannels(warehouse, workspace, rules, (share, changed) =>
      store.change(workspace, { progress: 0.7 * share, changed }),
    )
    await store.change(workspace, { state: 'settling', progress: 0.7, changed })
    await deps.settle({ workspace, touched: 'all' })
    await store.change(workspace, { state: 'done', progress: 1, finished_at: new Date(now()) })
  }

  function begin(workspace: string): void {
    turns
      .inTurn(() => recount(workspace))
      .catch(async (error: unknown) => {
        // What the end of the program interrupts goes on at the next start.
        if (turns.signal.aborted) return
        log.error({ err: error, workspace }, 'Past events could not be given their channels')
        await store.change(workspace, { state: 'failed', finished_at: new Date(now()) })
      })
      .catch((error: unknown) => log.error({ err: error, workspace }, 'A failed recount could not be noted'))
  }

  async function book(workspace: string): Promise<ChannelBook> {
    const [kept, running] = await Promise.all([store.newest(workspace), store.recount(workspace)])
    return {
      version: kept?.version ?? 0,
      rules: [...(kept?.rules ?? defaultRules)],
      isDefault: kept?.isDefault ?? true,
      saved: kept?.saved.toISOString() ?? null,
      recount: running,
    }
  }

  return {
    book,

    /** What gives events of a workspace their channel, unless one is given with them; kept until the rules change. */
    async classify(workspace: string): Promise<Classify> {
      return known.get(workspace) ?? remember(workspace, await rulesOf(workspace))
    },

    preview: (workspace: string, rules: ChannelRules): Promise<ChannelPreview> =>
      previewChannels(deps.warehouse, workspace, rules),

    /** New events go by the rules at once, past ones follow in the background. */
    async save(workspace: string, { rules, version, by }: SavedRules): Promise<ChannelBook> {
      const isDefault = same(rules, defaultRules)
      const added = await store.add(workspace, { rules, isDefault, after: version, by, at: new Date(now()) })
      const newest = await store.newest(workspace)
      if (!added || newest?.version !== version + 1) throw commonFault('thing.stale')
      remember(workspace, rules)
      begin(workspace)
      return book(workspace)
    },

    /** Once more, after a recount that failed. */
    async again(workspace: string): Promise<ChannelBook> {
      const running = await store.recount(workspace)
      if (running?.state === 'failed') {
        await store.change(workspace, { state: 'waiting', progress: 0, finished_at: null })
        begin(workspace)
      }
      return book(workspace)
    },

    /** Goes on with what an earlier run of the program left half done. */
    async recover(): Promise<void> {
      for (const workspace of await store.unfinished()) begin(workspace)
    },

    idle: turns.idle,
    close: turns.close,
  }
}
