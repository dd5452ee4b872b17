import { commonFault } from '../../kernel/fault.ts'
import { join, p, type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { aboutOne, identitiesIn, pathRows } from '../collect/index.ts'
import { measureOf } from './measure.ts'
import { dayMs } from './runs.ts'
import type { Position } from './schema.ts'
import type { Kept } from './store.ts'

type Row = {
  readonly id: string
  readonly runs: number
  readonly wins: number
  readonly since: number
  readonly last: number
  readonly goal: number
  readonly step: number
  readonly value: number
}

/** Runs are read of the person as they are now known, so of measures that are complete. */
const positionsSql = (workspace: string, kept: readonly Kept[], person: string): Sql => sql`
  select toString(journey) as id, toUInt32(length(started)) as runs, toUInt32(arrayCount(one -> one > 0, won)) as wins,
    toFloat64(started[-1]) as since, toFloat64(ended[-1]) as last, toFloat64(won[-1]) as goal,
    toUInt32(steps[-1][-1]) as step, toFloat64(arraySum(values)) as value
  from journey_runs final
  where workspace = ${p.uuid(workspace)} and person = ${p.anchor(person)} and notEmpty(started)
    and (${join(
      kept.map(
        ({ journey, measured }) => sql`(journey = ${p.uuid(journey.id)} and measure = ${p.uint(measured ?? '0')})`,
      ),
      ' or ',
    )})`

/** Nobody with this number is known by an identifier or by what they did. */
const knownSql = (workspace: string, person: string): Sql => sql`
  select 1 from ${pathRows({ workspace })} and person = ${p.anchor(person)} limit 1
  union all
  select 1 from ${identitiesIn({ workspace })} where anchor = ${p.anchor(person)} limit 1`

const iso = (ms: number): string => new Date(ms).toISOString()

function toPosition({ journey, asOfMs }: Kept, row: Row): Position {
  const measure = measureOf(journey)
  const touchpoint = measure.touchpoints[row.step - 1]
  const phase = journey.phases.find(({ id }) => id === touchpoint?.phase)
  const isOpen = row.last > (asOfMs ?? 0) - journey.gapDays * dayMs
  return {
    journey: { id: journey.id, name: journey.name },
    phases: journey.phases.map(({ id, name }) => ({ id, name })),
    phase: phase?.id ?? null,
    touchpoint: touchpoint ? { id: touchpoint.id, name: touchpoint.name } : null,
    status: row.goal > 0 ? 'won' : isOpen ? 'open' : 'lost',
    since: iso(row.since),
    last: iso(row.last),
    runs: row.runs,
    wins: row.wins,
    value: row.value,
  }
}

async function rowsOf(warehouse: Warehouse, workspace: string, kept: readonly Kept[], person: string): Promise<Row[]> {
  const missing = () => commonFault('thing.missing', 'There is no such person')
  if (BigInt(person) >= 2n ** 128n) throw missing()
  const tagged = { ...aboutOne, tag: 'positions' }
  const rows = kept.length > 0 ? await warehouse.rows<Row>(positionsSql(workspace, kept, person), tagged) : []
  if (rows.length > 0) return rows
  if ((await warehouse.rows(knownSql(workspace, person), tagged)).length === 0) throw missing()
  return []
}

/** Where a person stands on every journey that is measured and that they travel, the latest touch first. */
export async function positionsOf(
  warehouse: Warehouse,
  workspace: string,
  all: readonly Kept[],
  person: string,
): Promise<Position[]> {
  const kept = all.filter(({ journey, measured }) => measured === measureOf(journey).id)
  const rows = await rowsOf(warehouse, workspace, kept, person)
  return rows
    .flatMap((row) => {
      const found = kept.find(({ journey }) => journey.id === row.id)
      return found ? [toPosition(found, row)] : []
    })
    .sort((a, b) => b.last.localeCompare(a.last))
}
