import { raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { TimeFormat } from '../schema.ts'

const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
const offset = '(Z|z|UTC|GMT|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?'
const iso = `^[0-9]{4}[-/](0[1-9]|1[0-2])[-/](0[1-9]|[12][0-9]|3[01])([T ]+${clock} ?${offset})?$`
const german =
  '^([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4}|[0-9]{2})(?:[ T,]+([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]+)?)?)?(?: ?Uhr)?$'
const american =
  '^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?:[ ,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([AaPp])[Mm])?)?$'
const epoch = '^-?[0-9]{1,17}([.][0-9]+)?$'

/** Milliseconds beyond what the engine's times can hold stop there; the range check then refuses them. */
const lastMs = raw('253402214400000.')

/** Text such as `2024-03-31 10:15:00` as a time in its own zone, else in the zone given. No time: NULL. */
const isoSql = (text: Sql, zone: string): Sql =>
  sql`if(match(${text}, ${iso}), parseDateTime64BestEffortOrNull(${text}, 3, ${zone}), NULL)`

const padded = (group: Sql): Sql => sql`leftPad(${group}, 2, '0')`
const group = (groups: Sql, i: number): Sql => sql`${groups}[${i}]`

function germanText(text: Sql): Sql {
  const g = sql`extractGroups(${text}, ${german})`
  const two = (i: number) => padded(group(g, i))
  return sql`concat(if(length(${group(g, 3)}) = 2, '20', ''), ${group(g, 3)}, '-', ${two(2)}, '-', ${two(1)},
    ' ', ${two(4)}, ':', ${two(5)}, ':', ${two(6)})`
}

function americanText(text: Sql): Sql {
  const g = sql`extractGroups(${text}, ${american})`
  const two = (i: number) => padded(group(g, i))
  const hour = sql`toUInt8OrZero(${group(g, 4)})`
  const half = sql`lower(${group(g, 7)})`
  const hours = sql`multiIf(${half} = '', ${hour}, ${hour} > 12, 99, ${half} = 'p', ${hour} % 12 + 12, ${hour} % 12)`
  return sql`concat(${group(g, 3)}, '-', ${two(1)}, '-', ${two(2)}, ' ', ${padded(sql`toString(${hours})`)}, ':', ${two(5)}, ':', ${two(6)})`
}

const epochSql = (text: Sql, factor: 1 | 1000, zone: string): Sql => sql`
  if(match(${text}, ${epoch}), fromUnixTimestamp64Milli(toInt64(greatest(-${lastMs}, least(${lastMs},
    round(toFloat64OrZero(${text}) * ${factor})))), ${zone}), NULL)`

/** The time that a text says, as a nullable DateTime64(3) in the zone: local times are read in that zone. */
export function timeSql(text: Sql, format: TimeFormat, zone: string): Sql {
  switch (format) {
    case 'iso':
      return isoSql(sql`replaceOne(${text}, ',', '.')`, zone)
    case 'german':
      return isoSql(germanText(text), zone)
    case 'us':
      return isoSql(americanText(text), zone)
    case 'epoch_s':
      return epochSql(text, 1000, zone)
    case 'epoch_ms':
      return epochSql(text, 1, zone)
  }
}
