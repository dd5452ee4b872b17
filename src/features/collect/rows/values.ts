import { type Sql, sql } from '../../../platform/warehouse/sql.ts'

const decoration = "[\\s\\x{00A0}\\x{202F}'’€$£¥]|EUR|USD|CHF|GBP"
const nothing = ['null', '\\n', 'na', 'n/a', 'none', '-']
const comma = '^[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]{1,20})(,[0-9]*)?-?$'
const dot = '^[+-]?([0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?|[0-9]{1,20}([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?-?$'

/** Decimal(18, 4) holds less than this. */
export const valueLimit = 100_000_000_000_000

const signed = (number: Sql): Sql =>
  sql`if(endsWith(${number}, '-'), concat('-', substring(${number}, 1, length(${number}) - 1)), ${number})`

/** Text without spaces and currency signs; empty where it says that there is no value. */
export const valueText = (cell: Sql): Sql =>
  sql`if(lower(${cell}) in (${nothing}), '', replaceRegexpAll(${cell}, ${decoration}, ''))`

/** What `valueText` gave as a nullable Decimal with four places, rounded; NULL where it is no number. */
export function valueSql(text: Sql, decimalComma: boolean): Sql {
  const withDot = sql`if(match(${text}, ${dot}), replaceAll(${signed(text)}, ',', ''), '')`
  const withComma = sql`if(match(${text}, ${comma}), replaceOne(replaceAll(${signed(text)}, '.', ''), ',', '.'), ${withDot})`
  return sql`round(toDecimal128OrNull(${decimalComma ? withComma : withDot}, 8), 4)`
}
