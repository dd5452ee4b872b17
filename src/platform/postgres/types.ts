import { types } from 'pg'

type Parse = (text: string) => unknown

const asNumber: Parse = (text) => {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`The database holds ${text}, which is no exact number here`)
  return number
}
const asText: Parse = (text) => text
const asNumbers: Parse = (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(asNumber))

const own: ReadonlyMap<number, Parse> = new Map([
  [types.builtins.INT8, asNumber],
  [1016, asNumbers],
  [types.builtins.DATE, asText],
])

/** bigint and count(*) are numbers, dates stay `2025-03-01`; timestamptz is a Date, numeric stays text. */
export const typesAlike = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): Parse {
    return (format !== 'binary' && own.get(oid)) || (types.getTypeParser(oid, format as 'text') as Parse)
  },
} as unknown as typeof types
