import { parameterText } from './parameters.ts'
import type { Param, Part, Sql } from './sql.ts'

/** Servers refuse a parameter of more than 128 KiB (`http_max_field_value_size` of the default profile). */
const mostBytes = 100_000

const bytesOf = (value: unknown): number => Buffer.byteLength(parameterText(value)) + 3

/** Runs of a list that are short enough, in order. */
function runsOf<T>(list: Iterable<T>): T[][] {
  const runs: T[][] = []
  let room = 0
  for (const one of list) {
    const size = bytesOf(one)
    if (size > room) {
      runs.push([])
      room = mostBytes
    }
    runs.at(-1)?.push(one)
    room -= size
  }
  return runs
}

const called = (name: string, type: string, values: readonly unknown[]): Part[] => [
  `${name}(`,
  ...values.flatMap((value, i): Part[] => [i === 0 ? '' : ', ', { type, value }]),
  ')',
]

function piecesOf({ type, value }: Param): Part[] {
  if (Array.isArray(value)) {
    const runs = runsOf(value)
    if (runs.length > 1) return called('arrayConcat', type, runs)
  } else if (typeof value === 'string' && value.length * 2 > mostBytes) {
    const runs = runsOf(value).map((signs) => signs.join(''))
    if (runs.length > 1) return called('concat', type, runs)
  }
  return [{ type, value }]
}

/** The same query with every long list and text put together from several parameters. */
export const inPieces = (query: Sql): Sql => ({
  sql: true,
  parts: query.parts.flatMap((part) => (typeof part === 'string' ? [part] : piecesOf(part))),
})
