import { randomUUID } from 'node:crypto'
import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorSlices } from '../paths.ts'
import { eventRows } from '../scope.ts'
import { refusingAmong, refusingBrowsers, withheldAmong, withheldPeople } from '../withheld.ts'
import { anchorsOfPeople, overlayRows, type Part, partsSql } from './overlay.ts'
import { chunks } from './spread.ts'

type Physical = (table: string) => Sql

/**
 * The events of some people. `rows` ends within a WHERE clause, and its column `anchor` names the person. Those of people
 * with one anchor lie on one node together with what is derived from them, those of merged people may lie on several.
 */
export type EventSource = { readonly apart: boolean; readonly rows: (physical: Physical) => Sql }

/** Stores what a statement derives from the events, where the people's other rows lie. */
export async function derive(
  warehouse: Warehouse,
  { apart, rows }: EventSource,
  statement: (rows: Sql, physical: Physical) => Sql,
  options: QueryOptions,
): Promise<void> {
  if (apart) await warehouse.command(statement(rows(raw), raw), options)
  else await warehouse.everywhere((physical) => statement(rows(physical), physical), options)
}

const own = (workspace: string, condition: Sql): EventSource => ({
  apart: false,
  rows: (physical) => sql`${eventRows({ workspace }, { table: physical('events') })} and ${condition}`,
})

/** `members`: a SELECT of `anchor` and `person`. */
const merged = (workspace: string, members: Sql): EventSource => ({
  apart: true,
  rows: () => sql`(select happened.* except (anchor), member.whole as anchor
    from (select * from ${eventRows({ workspace })} and anchor global in (select anchor from (${members}))) as happened
    global inner join (select anchor as part, person as whole from (${members})) as member on happened.anchor = member.part) where true`,
})

/** The parts of these people, and which of the ids are parts themselves. */
const partsAmong = (warehouse: Warehouse, workspace: string, ids: readonly string[]): Promise<Part[]> =>
  warehouse.rows<Part>(
    partsSql(workspace, sql`(anchor in ${p.anchors(ids)} or anchor global in (${anchorsOfPeople(workspace, ids)}))`),
  )

const membersOf = (pairs: readonly (readonly [string, string])[]): Sql => sql`
  select pair.1 as anchor, pair.2 as person from (select arrayJoin(arrayZip(
    ${p.anchors(pairs.map(([anchor]) => anchor))}, ${p.anchors(pairs.map(([, person]) => person))})) as pair)`

/** The events of these people; ids that are part of somebody else have none, nor have people whom no report may count. */
export async function sourcesOfPeople(
  warehouse: Warehouse,
  workspace: string,
  people: readonly string[],
): Promise<EventSource[]> {
  const sources: EventSource[] = []
  for (const list of chunks(people)) {
    const rows = await partsAmong(warehouse, workspace, list)
    const parts = new Set(rows.map(({ id }) => id))
    const asked = new Set(list)
    const within = rows.filter(({ whole }) => asked.has(whole))
    const apart = new Set(within.map(({ whole }) => whole))
    const withheld = await withheldAmong(
      warehouse,
      workspace,
      [...list, ...within.map(({ id }) => id)],
      new Map(within.map(({ id, whole }) => [id, whole])),
    )
    const silent = await refusingAmong(
      warehouse,
      workspace,
      within.map(({ id }) => id),
    )
    const inside = within.filter(({ id, whole }) => !withheld.has(whole) && !silent.has(id))
    const wholes = [...apart].filter((one) => !withheld.has(one))
    const alone = list.filter((id) => !parts.has(id) && !apart.has(id) && !withheld.has(id))
    const members = [
      ...inside.map(({ id, whole }) => [id, whole] as const),
      ...wholes.map((one) => [one, one] as const),
    ]
    if (alone.length > 0) sources.push(own(workspace, sql`anchor in ${p.anchors(alone)}`))
    if (members.length > 0) sources.push(merged(workspace, membersOf(members)))
  }
  return sources
}

/** Notes all anchors of people who have events under several; gives how many anchors that are. */
async function noteMerged(
  warehouse: Warehouse,
  workspace: string,
  run: string,
  options: QueryOptions,
): Promise<number> {
  const overlay = overlayRows(workspace)
  const several = sql`select distinct person from ${overlay} and anchor global in (select anchor from ${eventRows({ workspace })})`
  await warehouse.command(
    sql`insert into groups (workspace, run, round, anchor, label)
      select ${p.uuid(workspace)}, ${p.uuid(run)}, 0, pair.1, pair.2 from (
        select arrayJoin(arrayPushBack(groupArray((anchor, person)), (person, person))) as pair
        from ${overlay} and person global in (${several}) group by person)`,
    options,
  )
  const [row] = await warehouse.rows<{ anchors: number }>(
    sql`select toFloat64(count()) as anchors from groups where run = ${p.uuid(run)}`,
  )
  return row?.anchors ?? 0
}

async function hasMerged(warehouse: Warehouse, workspace: string): Promise<boolean> {
  return (await warehouse.rows(sql`select 1 from ${overlayRows(workspace)} limit 1`)).length > 0
}

/** The same events without those of people whom no report may count. */
async function withoutWithheld(warehouse: Warehouse, workspace: string): Promise<(source: EventSource) => EventSource> {
  const withheld = withheldPeople(workspace)
  const nobody = (await warehouse.rows(sql`select 1 from (${withheld}) limit 1`)).length === 0
  if (nobody) return (source) => source
  return ({ apart, rows }) => ({
    apart,
    rows: (physical) => sql`${rows(physical)} and anchor global not in (${withheld})`,
  })
}

/** The events of everybody who may be counted, in about `count` parts of equal size, for as long as `use` takes. */
export async function withEverybody(
  warehouse: Warehouse,
  workspace: string,
  count: number,
  options: QueryOptions,
  take: (source: EventSource) => Promise<void>,
): Promise<void> {
  const counted = await withoutWithheld(warehouse, workspace)
  const use = (source: EventSource) => take(counted(source))
  const alone = anchorSlices(raw('anchor'), count)
  if (!(await hasMerged(warehouse, workspace))) {
    for (const slice of alone) await use(own(workspace, slice))
    return
  }
  const run = randomUUID()
  const noted = sql`groups where run = ${p.uuid(run)}`
  try {
    const anchors = await noteMerged(warehouse, workspace, run, options)
    for (const slice of alone) {
      await use(own(workspace, sql`${slice} and anchor not in (select anchor from ${noted} and ${slice})`))
    }
    if (anchors === 0) return
    const silent = refusingBrowsers(workspace)
    for (const slice of anchorSlices(raw('label'), count)) {
      await use(
        merged(
          workspace,
          sql`select anchor, label as person from ${noted} and ${slice} and anchor global not in (${silent})`,
        ),
      )
    }
  } finally {
    await warehouse.everywhere((physical) => sql`ALTER TABLE ${physical('groups')} DROP PARTITION ${p.uuid(run)}`)
  }
}
