import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'

/** `anchor` and `person` of every anchor that is not a person by itself: ends within a WHERE clause. */
export const overlayRows = (workspace: string): Sql =>
  sql`(select anchor as anchor, person as person from persons final
    where workspace = ${p.uuid(workspace)} and person != anchor) where true`

export type Part = { readonly id: string; readonly whole: string }

/** Rows `Part` of the overlay as text, under names that do not hide its columns from the condition. */
export const partsSql = (workspace: string, condition: Sql): Sql =>
  sql`select toString(anchor) as id, toString(person) as whole from ${overlayRows(workspace)} and ${condition}`

/** The rows of a SELECT that has a column `anchor`, with the column `person` beside it: the way for many events. */
export const withPerson = (workspace: string, rows: Sql): Sql => sql`
  (select found.*, if(merged.whole = 0, found.anchor, merged.whole) as person
    from (${rows}) as found global any left join (
      select anchor as part, person as whole from ${overlayRows(workspace)}) as merged on found.anchor = merged.part)`

/**
 * Figures of few anchors (a SELECT with one row per anchor, column `anchor`), with the column `person` beside them. The
 * newest row of the overlay is found for these anchors only, which takes a third of what `withPerson` does.
 */
export const withPersonOfFew = (workspace: string, rows: Sql, figure: Sql): Sql => sql`
  (select if(whole = 0, part, whole) as person, ${figure} from (
    select found.anchor as part, any(found.${figure}) as ${figure}, argMax(merged.whole, merged.version) as whole
    from (select anchor, person as whole, version from persons where workspace = ${p.uuid(workspace)}) as merged
      global right join (${rows}) as found on merged.anchor = found.anchor
    group by part))`

/** The person of an anchor as an expression; where many events are looked at, `withPerson` takes a third of the time. */
export function personSql(workspace: string, column: Sql): Sql {
  const side = (of: string): Sql => sql`(select groupArray(${raw(of)}) from (
    select reinterpretAsString(anchor) as part, reinterpretAsString(person) as whole from ${overlayRows(workspace)} order by anchor))`
  const text = sql`reinterpretAsString(${column})`
  return sql`reinterpretAsUInt128(transform(${text}, ${side('part')}, ${side('whole')}, ${text}))`
}

/** All anchors of these people (a SELECT of one column, or a list), as a SELECT of `anchor`. */
export function anchorsOfPeople(workspace: string, people: Sql | readonly string[]): Sql {
  if ('sql' in people) {
    return sql`select arrayJoin(arrayPushBack(parts, whole)) as anchor from (select * from (${people}) as asked(whole)) as asked
      global any left join (select person, groupArray(anchor) as parts from ${overlayRows(workspace)} group by person) as merged
      on asked.whole = merged.person`
  }
  const list = p.anchors(people)
  return sql`
    select anchor as anchor from persons final where workspace = ${p.uuid(workspace)} and person != anchor and person in ${list}
      and anchor global in (select anchor from persons where workspace = ${p.uuid(workspace)} and person in ${list})
    union all select arrayJoin(${list}) as anchor`
}

/** The people that these anchors (a SELECT with a column `anchor`) belong to, as a SELECT of `person`. */
export const peopleOfAnchors = (workspace: string, anchors: Sql): Sql =>
  sql`select person from ${withPerson(workspace, sql`select anchor from (${anchors})`)}`

/** Whether an anchor belongs to one of every so many people, as a condition on rows with a column `anchor`. */
export const ofSomePeople = (workspace: string, every: number): Sql => {
  const merged = overlayRows(workspace)
  return sql`if(anchor global in (select anchor from ${merged}),
    anchor global in (select anchor from ${merged} and cityHash64(person) % ${p.int(every)} = 0), cityHash64(anchor) % ${p.int(every)} = 0)`
}
