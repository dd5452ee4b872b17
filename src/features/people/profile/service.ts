import { commonFault } from '../../../kernel/fault.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Language } from '../../admin/index.ts'
import type { Scope } from '../../collect/index.ts'
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
  personOfSql,
  type TimelineFilter,
} from './queries.ts'

export type TimelineQuestion = TimelineFilter & { readonly before?: string | undefined; readonly limit: number }

const iso = (ms: number): string => new Date(ms).toISOString()
const largestAnchor = 2n ** 128n - 1n
const missing = () => commonFault('thing.missing', 'There is no such person')
const tagged = { tag: 'person' }

const toEvent = ({ at, ...rest }: EventRow): TimelineEvent => ({ ...rest, time: iso(at) })
const toIdentity = ({ id, kind, value, seen }: IdentityRow): PersonIdentity => ({
  anchor: id,
  kind,
  value,
  seen: iso(seen),
})

const countsOf = (rows: readonly CountRow[], wanted: number) =>
  rows.filter(({ kind }) => kind === wanted).map(({ name, count }) => ({ name, count }))

/** One person: what is known of them and what they did. */
export function openProfile({ warehouse, traits }: { warehouse: Warehouse; traits: Traits }) {
  /** The person to whom an identifier belongs now, with all anchors. */
  async function wholeOf(scope: Scope, asked: string) {
    const [personId, own] = await Promise.all([personOf(scope, asked), traits.anchorsOf(scope, asked)])
    return { personId, anchors: own.includes(personId) ? own : await traits.anchorsOf(scope, personId) }
  }

  /** Who an identifier belongs to: the person, also where they were merged into another since. */
  async function personOf(scope: Scope, anchor: string): Promise<string> {
    if (BigInt(anchor) > largestAnchor) throw missing()
    const [row] = await warehouse.rows<{ personId: string }>(personOfSql(scope, anchor), tagged)
    return row?.personId ?? String(BigInt(anchor))
  }

  async function pathOf(scope: Scope, person: string): Promise<PathRow | undefined> {
    const [row] = await warehouse.rows<PathRow>(pathSql(scope, person), tagged)
    return row
  }

  return {
    personOf: (workspace: string, anchor: string) => personOf({ workspace }, anchor),

    async profile(workspace: string, language: Language, asked: string): Promise<Profile> {
      const scope = { workspace }
      const { personId, anchors } = await wholeOf(scope, asked)
      const [known, path, counts] = await Promise.all([
        traits.all(scope, anchors),
        pathOf(scope, personId),
        warehouse.rows<CountRow>(countsSql(scope, anchors), tagged),
      ])
      if (!path && known.identities.length === 0 && known.traits.length === 0) throw missing()
      return {
        personId,
        label: known.name || unnamed(personId, language),
        named: known.name !== '',
        first: path ? iso(path.first) : null,
        last: path ? iso(path.last) : null,
        touches: path?.touches ?? 0,
        value: path?.value ?? '0',
        paid: path?.paid ?? 0,
        identities: known.identities.map(toIdentity),
        traits: known.traits,
        events: countsOf(counts, 0),
        channels: countsOf(counts, 1),
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
      const { personId, anchors } = await wholeOf(scope, asked)
      const [known, path, rows] = await Promise.all([
        traits.all(scope, anchors),
        pathOf(scope, personId),
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
        more: rows.length >= limit && oldest !== undefined && oldest > (path?.first ?? 0),
      }
    },
  }
}

export type Profiles = ReturnType<typeof openProfile>
