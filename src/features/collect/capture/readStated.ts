import type { Period } from '../../../kernel/figures.ts'
import { momentsOf } from '../../../kernel/period.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { readCodes } from '../codes.ts'
import type { Scope } from '../scope.ts'
import { statedEvent } from './events.ts'
import type { Device, Stated, Tile } from './schema.ts'
import { type Linked, toLinked, toStated } from './stated.ts'
import {
  type AnswerRow,
  answersSql,
  type ChannelRow,
  type CountRow,
  countsSql,
  type LinkedRow,
  linkedSql,
  measuredSql,
  type PathRow,
  pathsSql,
} from './statedSql.ts'
import type { Shop } from './store.ts'

export type StatedDeps = {
  readonly warehouse: Warehouse
  readonly devices: (workspace: string) => Promise<readonly Device[]>
  readonly tiles: (workspace: string) => Promise<readonly Tile[]>
}

const mostLinked = 20_000
const peoplePerQuestion = 2_000
const tag = 'stated'

type Names = Parameters<typeof toLinked>[2]

async function readLinked(warehouse: Warehouse, scope: Scope, names: Names): Promise<Linked> {
  const rows = await warehouse.rows<LinkedRow>(linkedSql(scope, mostLinked), { tag })
  const people = [...new Set(rows.map(({ person }) => person))]
  const paths: PathRow[] = []
  for (let i = 0; i < people.length; i += peoplePerQuestion) {
    const some = people.slice(i, i + peoplePerQuestion)
    paths.push(...(await warehouse.rows<PathRow>(pathsSql(scope, some), { tag })))
  }
  return toLinked(rows, paths, names)
}

/** What customers said beside what was measured, of the answers in the period. */
export async function readStated(
  { warehouse, devices, tiles }: StatedDeps,
  { id: workspace, timeZone }: Pick<Shop, 'id' | 'timeZone'>,
  period: Period | null,
): Promise<Stated> {
  const scope: Scope = { workspace, period: period ? momentsOf(period, timeZone) : null }
  const codes = await readCodes(warehouse, workspace)
  const stated = codes.eventCode(statedEvent)
  const [answers, counts, measured, linked, known, words] = await Promise.all([
    warehouse.rows<AnswerRow>(answersSql(scope, timeZone), { tag }),
    warehouse.rows<CountRow>(countsSql(scope, timeZone), { tag }),
    warehouse.rows<ChannelRow>(measuredSql(scope, { events: stated === 0 ? [] : [stated] }), { tag }),
    readLinked(warehouse, scope, { channels: codes.channels, stated }),
    devices(workspace),
    tiles(workspace),
  ])
  return toStated({ answers, counts, measured, linked, channels: codes.channels, devices: known, tiles: words })
}
