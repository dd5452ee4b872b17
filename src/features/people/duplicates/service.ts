import { commonFault } from '../../../kernel/fault.ts'
import type { Log } from '../../../platform/log.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Language, Workspace } from '../../admin/index.ts'
import type { Collect } from '../../collect/index.ts'
import type { Profile } from '../schema.ts'
import { pairsSql, personsSql, type TraceRow, tracesSql } from './queries.ts'
import type { ComparedLine, Comparison, DuplicateDecision, DuplicateState, Duplicates } from './schema.ts'
import { scoreOf, type Traces, threshold } from './score.ts'
import { type FoundPair, openDuplicateStore, type Pair, type StoredPair } from './store.ts'
import { tracesOf } from './traces.ts'

export type DuplicateDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly log: Log
  readonly identity: Pick<Collect['identity'], 'join'>
  readonly labelsOf: (
    workspace: string,
    people: readonly string[],
    language: Language,
  ) => Promise<ReadonlyMap<string, string>>
  readonly profileOf: (workspace: Workspace, person: string) => Promise<Profile>
  readonly now: () => number
}

const mostPairs = 200_000
const mostFound = 20_000
const peoplePerRead = 5000
const options = { seconds: 300, tag: 'duplicates' }

const keyOf = ({ one, other }: Pair): string => (BigInt(one) < BigInt(other) ? `${one} ${other}` : `${other} ${one}`)

const inOrder = ({ one, other }: Pair): Pair =>
  BigInt(one) < BigInt(other) ? { one, other } : { one: other, other: one }

const shownKeys = [
  'first_name',
  'last_name',
  'name',
  'title',
  'gender',
  'birthday',
  'email',
  'phone',
  'company',
  'street',
  'postcode',
  'city',
  'country',
  'customer',
  'language',
]

const fieldOf: Readonly<Record<string, string>> = { first_name: 'name', last_name: 'name' }

function valuesIn({ traits, identities }: Profile, key: string): string[] {
  const said = traits.filter(
    (one) => one.key === key || (/^(email|phone)_\d+$/.test(one.key) && one.key.startsWith(key)),
  )
  const named = identities.filter(({ kind }) => kind === key).map(({ value }) => value)
  return [...new Set([...named, ...said.map(({ value }) => value)])]
}

/** The lines of a comparison: what both are asked first, then what else files say, without lines that nobody fills. */
function linesOf(one: Profile, other: Profile, reasons: StoredPair['reasons']): ComparedLine[] {
  const further = [...one.traits, ...other.traits]
    .map(({ key }) => key)
    .filter((key) => !/^(email|phone)_\d+$/.test(key))
  return [...new Set([...shownKeys, ...further])].flatMap((key) => {
    const [mine, theirs] = [valuesIn(one, key), valuesIn(other, key)]
    if (mine.length + theirs.length === 0) return []
    const both = mine.length > 0 && theirs.length > 0
    const same = mine.some((value) => theirs.includes(value))
    const known = reasons.find(({ field }) => field === (fieldOf[key] ?? key))?.likeness
    const likeness = !both ? null : same ? 'same' : known === 'similar' || known === 'same' ? 'similar' : 'different'
    return [{ key, one: mine, other: theirs, likeness }]
  })
}

const lifeOf = ({ first, last, touches, value }: Profile) => ({ first, last, touches, value })

/** Looks for people who may be one, and carries out what is decided about them. Never joins anybody by itself. */
export function openDuplicateService({ db, warehouse, log, identity, labelsOf, profileOf, now }: DuplicateDeps) {
  const store = openDuplicateStore(db)
  const searching = new Map<string, Promise<{ found: number; compared: number }>>()

  /** Pairs by the persons that they are now. */
  async function current(workspace: string, pairs: readonly Pair[]): Promise<Pair[]> {
    if (pairs.length === 0) return []
    const anchors = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))]
    const rows = await warehouse.rows<{ anchor: string; person: string }>(personsSql(workspace, anchors), options)
    const persons = new Map(rows.map(({ anchor, person }) => [anchor, person]))
    return pairs.map(({ one, other }) => ({ one: persons.get(one) ?? one, other: persons.get(other) ?? other }))
  }

  async function traces(workspace: string, people: readonly string[]): Promise<Map<string, Traces>> {
    const found = new Map<string, Traces>()
    for (let from = 0; from < people.length; from += peoplePerRead) {
      const part = people.slice(from, from + peoplePerRead)
      for (const row of await warehouse.rows<TraceRow>(tracesSql(workspace, part), options)) {
        found.set(row.personId, tracesOf(row))
      }
    }
    return found
  }

  async function look(workspace: string): Promise<{ found: number; compared: number }> {
    const at = new Date(now())
    const refused = new Set((await current(workspace, await store.decided(workspace))).map(keyOf))
    const pairs = (await warehouse.rows<Pair>(pairsSql(workspace, mostPairs), options)).filter(
      (pair) => !refused.has(keyOf(pair)),
    )
    const known = await traces(workspace, [...new Set(pairs.flatMap(({ one, other }) => [one, other]))])
    const found = pairs.flatMap((pair): FoundPair[] => {
      const [one, other] = [known.get(pair.one), known.get(pair.other)]
      if (!one || !other) return []
      const { score, reasons } = scoreOf(one, other)
      return score >= threshold ? [{ ...inOrder(pair), score, reasons }] : []
    })
    const best = found.sort((a, b) => b.score - a.score).slice(0, mostFound)
    await store.replace(workspace, best, at, pairs.length, pairs.length >= mostPairs || found.length > mostFound)
    return { found: best.length, compared: pairs.length }
  }

  async function search(workspace: string): Promise<{ found: number; compared: number }> {
    const running = searching.get(workspace)
    if (running) return running
    const started = look(workspace).finally(() => searching.delete(workspace))
    searching.set(workspace, started)
    return started
  }

  /** Pairs by the persons that they are now, without those who are one already. */
  async function living(workspace: string, pairs: readonly StoredPair[]): Promise<StoredPair[]> {
    const now = await current(workspace, pairs)
    return pairs
      .map((pair, i) => ({ ...pair, ...now[i] }))
      .filter(({ state, one, other }) => state === 'merged' || one !== other)
  }

  async function labelled(workspace: string, language: Language, stored: readonly StoredPair[]) {
    const pairs = await living(workspace, stored)
    const labels = await labelsOf(workspace, [...new Set(pairs.flatMap(({ one, other }) => [one, other]))], language)
    const side = (personId: string) => ({ personId, label: labels.get(personId) ?? '' })
    return pairs.map((pair) => ({ ...pair, reasons: [...pair.reasons], one: side(pair.one), other: side(pair.other) }))
  }

  async function find(workspace: string, id: string): Promise<StoredPair> {
    const found = await store.find(workspace, id)
    if (!found) throw commonFault('thing.missing', 'There is no such pair')
    return found
  }

  return {
    search,

    /** Looks again when there is time; a failure is told to the log. */
    searchSoon(workspace: string): void {
      search(workspace).catch((error: unknown) =>
        log.error({ err: error, workspace }, 'Duplicates could not be looked for'),
      )
    },

    /** Resolves when no search runs. */
    async idle(): Promise<void> {
      await Promise.allSettled(searching.values())
    },

    async list(
      workspace: string,
      language: Language,
      { state, offset, limit }: { state: DuplicateState; offset: number; limit: number },
    ): Promise<Duplicates> {
      const { open, later, searched } = await store.counts(workspace)
      const rows = limit === 0 ? [] : await store.page(workspace, state, offset, limit)
      const pairs = await labelled(workspace, language, rows)
      return { pairs, open, later, searched: searched?.toISOString() ?? null }
    },

    async get(settings: Workspace, id: string): Promise<Comparison> {
      const { id: workspace, language } = settings
      const pair = await find(workspace, id)
      const [shown] = await labelled(workspace, language, [pair])
      if (!shown) throw commonFault('thing.missing', 'These two are one person by now')
      const [one, other] = await Promise.all([
        profileOf(settings, shown.one.personId),
        profileOf(settings, shown.other.personId),
      ])
      return { ...shown, lines: linesOf(one, other, pair.reasons), lives: { one: lifeOf(one), other: lifeOf(other) } }
    },

    async decide(workspace: string, actor: string, id: string, decision: DuplicateDecision) {
      const pair = await find(workspace, id)
      const at = new Date(now())
      if (decision !== 'merge') {
        await store.decide(workspace, id, decision, actor, at)
        return { open: (await store.counts(workspace)).open, person: null }
      }
      const person = await identity.join(workspace, actor, pair.one, pair.other)
      await store.decide(workspace, id, 'merged', actor, at)
      for (const gone of [pair.one, pair.other]) if (gone !== person) await store.follow(workspace, gone, person)
      return { open: (await store.counts(workspace)).open, person }
    },
  }
}

export type DuplicateService = ReturnType<typeof openDuplicateService>
