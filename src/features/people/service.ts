import { commonFault } from '../../kernel/fault.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Caller, InWorkspace } from '../admin/index.ts'
import type { Scope } from '../collect/index.ts'
import {
  countSql,
  type EventRow,
  eventsSql,
  type Found,
  type Identity,
  identitiesSql,
  latestSql,
  type Summary,
  secondAnchorsSql,
  summariesSql,
} from './queries.ts'
import type { PersonRow, Timeline, TimelineEvent } from './schema.ts'

export type PeopleDeps = { readonly warehouse: Warehouse; readonly inWorkspace: InWorkspace }
export type ListQuestion = { readonly search: string; readonly offset: number; readonly limit: number }
export type TimelineQuestion = { readonly person: string; readonly before?: string | undefined; readonly limit: number }

const iso = (ms: number): string => new Date(ms).toISOString()
const largestAnchor = 2n ** 128n - 1n
const missing = () => commonFault('thing.missing', 'There is no such person')

const toEvent = ({ at, ...rest }: EventRow): TimelineEvent => ({ ...rest, time: iso(at) })

export function openPeopleService({ warehouse, inWorkspace }: PeopleDeps) {
  const tagged = { tag: 'people' }

  /** What to call people: an identifier, or the number itself where none is known. */
  async function labelsOf(scope: Scope, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (people.length === 0) return new Map()
    const rows = await warehouse.rows<Identity>(identitiesSql(scope, people), tagged)
    return new Map(rows.map(({ id, value }) => [id, value]))
  }

  async function summariesOf(scope: Scope, people: readonly string[]): Promise<ReadonlyMap<string, Summary>> {
    if (people.length === 0) return new Map()
    const rows = await warehouse.rows<Summary>(summariesSql(scope, people), tagged)
    return new Map(rows.map((row) => [row.personId, row]))
  }

  async function identitiesOf(scope: Scope, person: string): Promise<Timeline['identities']> {
    const seconds = await warehouse.rows<{ id: string }>(secondAnchorsSql(scope, person), tagged)
    const anchors = [person, ...seconds.map(({ id }) => id)]
    const rows = await warehouse.rows<Identity>(identitiesSql(scope, anchors), tagged)
    return rows
      .sort((a, b) => anchors.indexOf(a.id) - anchors.indexOf(b.id))
      .map(({ kind, value }) => ({ kind, value }))
  }

  return {
    labelsOf: (workspace: string, people: readonly string[]) => labelsOf({ workspace }, people),

    async list(caller: Caller, workspace: string, { search, offset, limit }: ListQuestion) {
      await inWorkspace(caller, workspace, 'view')
      const scope = { workspace }
      const text = search.trim()
      const [found, [count]] = await Promise.all([
        warehouse.rows<Found>(latestSql(scope, text, offset, limit), tagged),
        warehouse.rows<{ total: number }>(countSql(scope, text), tagged),
      ])
      const ids = found.map(({ personId }) => personId)
      const [labels, summaries] = await Promise.all([labelsOf(scope, ids), summariesOf(scope, ids)])
      const people = ids.flatMap((personId): PersonRow[] => {
        const summary = summaries.get(personId)
        if (summary === undefined) return []
        const { first, last, touches, value } = summary
        return [
          { personId, label: labels.get(personId) ?? personId, first: iso(first), last: iso(last), touches, value },
        ]
      })
      return { people, total: count?.total ?? 0 }
    },

    async timeline(caller: Caller, workspace: string, { person, before, limit }: TimelineQuestion): Promise<Timeline> {
      await inWorkspace(caller, workspace, 'view')
      if (BigInt(person) > largestAnchor) throw missing()
      const scope = { workspace }
      const until = before === undefined ? null : Date.parse(before)
      const [summaries, identities, events] = await Promise.all([
        summariesOf(scope, [person]),
        identitiesOf(scope, person),
        warehouse.rows<EventRow>(eventsSql(scope, person, until, limit), tagged),
      ])
      const summary = summaries.get(String(BigInt(person)))
      if (summary === undefined) throw missing()
      const { personId, first, touches, value } = summary
      const oldest = events.at(-1)?.at
      const more = oldest !== undefined && oldest > first
      return { personId, identities, touches, value, events: events.map(toEvent), more }
    },
  }
}

export type PeopleService = ReturnType<typeof openPeopleService>
