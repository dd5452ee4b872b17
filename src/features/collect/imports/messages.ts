import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'

/** Good rows of an import in the staging table. */
export const goodRows = (id: string): Sql => sql`import_rows where import = ${p.uuid(id)} and reason = ''`

const lower64 = raw('toUInt128(18446744073709551615)')

/** The lowest bit of a row's hash tells whether it stands for a message id of the file's own or for the row's content. */
export const ownHash = (hash: Sql): Sql => sql`bitOr(${hash}, toUInt128(1))`
export const contentHash = (hash: Sql): Sql => sql`bitAnd(${hash}, bitNot(toUInt128(1)))`
const isContent = raw('bitAnd(hash, toUInt128(1)) = 0')

/**
 * The good rows of one part of an import with their `message`. Rows with equal content are numbered in the order of
 * the file and the number goes into the message, so that two equal rows are two events and the same two next time.
 * A message id of the file's own stands for one event: of several rows with it the first counts.
 */
export function messagesSql(id: string, slice: Sql): Sql {
  const repeated = sql`
    select arrayJoin(arrayZip(rows, arrayEnumerate(rows))) as pair, pair.1 as row, pair.2 as nth
    from (select arraySort(groupArray(row)) as rows from ${goodRows(id)} and ${slice} group by hash having count() > 1)
    where nth > 1`
  const numbered = sql`bitOr(bitAnd(hash, bitNot(${lower64})), toUInt128(sipHash64(hash, nth)))`
  return sql`(
    select *, if(nth > 1, ${numbered}, hash) as message
    from (select * from ${goodRows(id)} and ${slice}) as staged
    global any left join (select row, toUInt64(nth) as nth from (${repeated})) as again using (row)
    where nth <= 1 or ${isContent})`
}
