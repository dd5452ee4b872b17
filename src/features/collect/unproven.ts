import { p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'

/**
 * Stands in the column `import` of edges, traits and consents for what a browser said of itself with a public key and
 * nobody proved. Such traits and decisions count as long as their anchor is a person by itself, and not for whoever it
 * becomes part of; such edges count last, and never tie two people who are known.
 */
export const unprovenImport = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** True for rows that nobody proved. */
export const unproven: Sql = sql`import = toUUID(${unprovenImport})`

/** Whether a row counts for its person, on rows with the columns `anchor`, `person` and `import`. */
export const countsForPerson: Sql = sql`(person = anchor or not ${unproven})`

/** Browsers whose last word on evaluation was said by themselves: those that refuse, or those that agree; a SELECT of `anchor`. */
export const browsersSaying = (workspace: string, word: 'refuse' | 'agree', nowMs: number): Sql => sql`
  select anchor from (
    select anchor, argMax((state != 'granted', ${unproven}, expires), (at, state != 'granted')) as last
    from consents where workspace = ${p.uuid(workspace)} and purpose = 'analytics'
      and anchor in (select anchor from consents where workspace = ${p.uuid(workspace)} and purpose = 'analytics' and ${unproven})
    group by anchor)
  where last.2 and ${word === 'refuse' ? raw('last.1') : sql`not last.1 and (isNull(last.3) or assumeNotNull(last.3) > ${p.ms(nowMs)})`}`
