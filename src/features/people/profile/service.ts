import { commonFault } from '../../../kernel/fault.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Language } from '../../admin/index.ts'
import { aboutOne, type Codes, membersOf, readCodes, type Scope } from '../../collect/index.ts'
import type { PersonIdentity, Profile, Timeline, TimelineEvent } from '../schema.ts'
import type { IdentityRow } from '../traits/queries.ts'
import { type Traits, unnamed } from '../traits/service.ts'
import {
  type CountRow,
  countsSql,
  type EventRow,
  eventsSql,
  type PathRow,
  pathSql,
  type Tally,
  type TimelineFilter,
  type WholePathRow,
  wholePathSql,
} from './queries.ts'

export type TimelineQuestion = TimelineFilter & { readonly before?: string | undefined; readonly limit: number }

const iso = (ms: number): string => new Date(ms).toISOString()
const largestAnchor = 2n ** 128n - 1n
const missing = () => commonFault('thing.missing', 'There is no such person')
const tagged = { ...aboutOne, tag: 'person' }

const toEvent = ({ at, ...rest }: EventRow): TimelineEvent => ({ ...rest, time: iso(at) })
const toIdentity = ({ id, kind, value, seen }: IdentityRow): PersonIdentity => ({
  anchor: id,
  kind,
  value,
  seen: iso(seen),
})

type Counted = { readonly name: string; readonly count: number }

const mostNames = 100

/** The most frequent first, names that occur equally often in their order. */
const frequentFirst = (counts: readonly Counted[]): Counted[] =>
  [...counts].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)).slice(0, mostNames)

const named = ([codes, counts]: Tally, names: Codes['events']): Counted[] =>
  frequentFirst(
    codes.flatMap((code, i) => {
      const name = names.get(code)
      return name === undefined ? [] : [{ name, count: counts[i] ?? 0 }]
    }),
  )

const countsOf = (rows: readonly CountRow[], wanted: number): Counted[] =>
  rows.filter(({ kind }) => kind === wanted).map(({ name, count }) => ({ name, count }))

/** One person: what is known of them and what they did. */
export function openProfile({ warehouse, traits }: { warehouse: Warehouse; traits: Traits }) {
  /** The person to whom an identifier belongs now, with all anchors. */
  async function wholeOf(workspace: string, asked: string) {
    if (BigInt(asked) > largestAnchor) throw missing()
    return membersOf(warehouse, workspace, asked)
  }

  async function countsIn(scope: Scope, anchors: readonly string[], path: WholePathRow | undefined, codes: Codes) {
    if (path) return { events: named(path.happened, codes.events), channels: named(path.ways, codes.channels) }
    const rows = await warehouse.rows<CountRow>(countsSql(scope, anchors), tagged)
    return { events: countsOf(rows, 0), channels: countsOf(rows, 1) }
  }

  return {
    personOf: async (workspace: string, anchor: string) => (await wholeOf(workspace, anchor)).person,

    async profile(workspace: string, language: Language, asked: string): Promise<Profile> {
      const scope = { workspace }
      const { person: personId, anchors } = await wholeOf(workspace, asked)
      const [known, [path], codes] = await Promise.all([
        traits.all(scope, anchors),
        warehouse.rows<WholePathRow>(wholePathSql(scope, personId), tagged),
        readCodes(warehouse, workspace),
      ])
      if (!path && known.identities.length === 0 && known.traits.length === 0) throw missing()
      return {
        personId,
        label: known.name || unnamed(personId, language),
        named: known.name !== '',
        first: path ? iso(path.first_ms) : null,
        last: path ? iso(path.last_ms) : null,
        touches: path?.touches ?? 0,
        value: path?.value ?? '0',
        paid: path?.paid ?? 0,
        identities: known.identities.map(toIdentity),
        traits: known.traits,
        ...(await countsIn(scope, anchors, path, codes)),
      }
    },

    async timeline(
      workspace: string,
      language: Language,
      asked: string,
      question: TimelineQuestion,
    ): Promise<Timeline> {
      const scope = { workspace }
      const { before, limit, ...filter } = question
      const until = before === undefined ? null : Date.parse(before)
      const { person: personId, anchors } = await wholeOf(workspace, asked)
      const [known, [path], rows] = await Promise.all([
        traits.all(scope, anchors),
        warehouse.rows<PathRow>(pathSql(scope, personId), tagged),
        warehouse.rows<EventRow>(eventsSql(scope, anchors, filter, { before: until, limit }), tagged),
      ])
      if (!path && known.identities.length === 0) throw missing()
      const oldest = rows.at(-1)?.at
      return {
        personId,
        label: known.name || unnamed(personId, language),
        identities: known.identities.map(({ kind, value }) => ({ kind, value })),
        touches: path?.touches ?? 0,
        value: path?.value ?? '0',
        events: rows.map(toEvent),
        more: rows.length >= limit && oldest !== undefined && oldest > (path?.first_ms ?? 0),
      }
    },
  }
}

export type Profiles = ReturnType<typeof openProfile>
