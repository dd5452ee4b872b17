import { type Condition, textSatisfies } from '../../../kernel/rule.ts'
import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { propertyText, textSql } from '../rules.ts'

export type FacetState = 'building' | 'ready' | 'unfit' | 'dropped'

/** A property whose values are kept by person. */
export type Facet = { readonly key: string; readonly build: number }
export type FacetRow = Facet & { readonly state: FacetState }

export type FacetLimits = {
  /** Distinct values of one person, and bytes of a value; with more of either a property is unfit. */
  readonly values: number
  readonly bytes: number
}

export const facetRows = (warehouse: Warehouse, workspace: string): Promise<FacetRow[]> =>
  warehouse.rows<FacetRow>(
    sql`select key, toFloat64(build) as build, toString(state) as state from facet_keys final where workspace = ${p.uuid(workspace)}`,
  )

export type KnownFacets = {
  /** The build that answers, by key. */
  readonly ready: ReadonlyMap<string, number>
  /** Keys that could be kept and are not yet. */
  readonly missing: readonly string[]
}

/** Which of these properties can be looked up by person. */
export async function readFacets(
  warehouse: Warehouse,
  workspace: string,
  keys: readonly string[],
): Promise<KnownFacets> {
  if (keys.length === 0) return { ready: new Map(), missing: [] }
  const rows = (await facetRows(warehouse, workspace)).filter(({ key }) => keys.includes(key))
  const settled = rows.filter(({ state }) => state === 'ready' || state === 'unfit').map(({ key }) => key)
  return {
    ready: new Map(rows.flatMap(({ key, build, state }) => (state === 'ready' ? [[key, build]] : []))),
    missing: [...new Set(keys)].filter((key) => !settled.includes(key)),
  }
}

const rowsOf = (workspace: string, { key, build }: Facet, table = raw('facets')): Sql =>
  sql`${table} final where workspace = ${p.uuid(workspace)} and key = ${key} and build = ${p.uint(build)} and notEmpty(values)`

/** Some people as a SELECT of `person`; `within` false: everybody else is meant. */
export type Chosen = { readonly people: Sql; readonly within: boolean }

/** Who has at least one event whose property stands in the relation. */
export function facetPeople(workspace: string, facet: Facet, test: Pick<Condition, 'op' | 'values'>): Chosen {
  const holds = sql`arrayExists(one -> ${textSql(raw('one'), test)}, values)`
  const within = !textSatisfies('', test)
  return {
    within,
    people: sql`select person from ${rowsOf(workspace, facet)} and ${within ? holds : sql`not ${holds}`}`,
  }
}

const columns = sql`(workspace, key, build, person, version, values)`

/** Stores the values of the people whose events are given (see `EventSource`). */
export const buildFacetsSql = (
  workspace: string,
  facets: readonly Facet[],
  version: number,
  { values, bytes }: FacetLimits,
  events: Sql,
  physical: (table: string) => Sql,
): Sql => sql`
  insert into ${physical('facets')} ${columns}
  select ${p.uuid(workspace)}, facet.1, facet.2, anchor, ${p.uint(version)}, facet.3 from (
    select anchor, arrayJoin(arrayFilter(one -> one.3 != [''], [${join(
      facets.map(
        ({ key, build }) => sql`(${key}, ${p.uint(build)},
          groupUniqArray(${raw(String(values + 1))})(substring(${propertyText(key)}, 1, ${raw(String(bytes + 1))})))`,
      ),
    )}])) as facet
    from ${events} group by anchor)`

/** Says of people that they have no values, unless something newer is said. */
export const emptyFacetsSql = (
  workspace: string,
  facets: readonly Facet[],
  version: number,
  people: readonly string[],
): Sql => sql`
  insert into facets ${columns}
  select ${p.uuid(workspace)}, facet.1, facet.2, person, ${p.uint(version)}, []
  from (select arrayJoin(${p.anchors(people)}) as person, arrayJoin(arrayZip(
    ${facets.map(({ key }) => key)}, ${p.uints(facets.map(({ build }) => String(build)))})) as facet)`

/** The keys with rows of this version beyond the limits. */
export const unfitSql = (
  workspace: string,
  facets: readonly Facet[],
  version: number,
  { values, bytes }: FacetLimits,
  people: readonly string[] | 'all',
): Sql => sql`
  select distinct toString(key) as key from facets
  where workspace = ${p.uuid(workspace)} and key in ${facets.map(({ key }) => key)}
    and build in ${p.uints(facets.map(({ build }) => String(build)))} and version = ${p.uint(version)}
    ${people === 'all' ? raw('') : sql`and person in ${p.anchors(people)}`}
    and (length(values) > ${p.int(values)} or arrayExists(one -> length(one) > ${p.int(bytes)}, values))`

/** Higher than every version that was given to rows of a workspace that count. */
export async function latestVersion(warehouse: Warehouse, workspace: string): Promise<number> {
  const [row] = await warehouse.rows<{ version: number }>(sql`
    select toFloat64(max(version)) as version from (
      select max(version) as version from facets where workspace = ${p.uuid(workspace)}
      union all select max(version) as version from facet_keys where workspace = ${p.uuid(workspace)})`)
  return row?.version ?? 0
}
