import { looksTyped } from '../columns/content.ts'
import type { Reading } from '../schema.ts'
import { type CellRecord, records } from './cells.ts'

type Delimiter = NonNullable<Reading['delimiter']>
const delimiters: readonly Delimiter[] = [',', ';', '\t', '|']

/** How the rows of a delimited file stand: `skip` rows come before the data (the header, a `sep=` line). */
export type Layout = {
  readonly delimiter: Delimiter
  readonly skip: number
  readonly columns: readonly string[]
  /** Lines of the file that are skipped with them. */
  readonly skippedLines: number
  readonly rows: readonly (readonly string[])[]
  /** Lines end with a carriage return alone, as on very old systems; the engine does not know that. */
  readonly oldLines: boolean
}

const sampled = 2000
/** Characters of a cell that are looked at to recognise what a column holds. */
const longestShown = 2000
export const mostColumns = 2000

const separatorLine = /^sep=(.)\r?\n/i

function sampleRows(text: string, delimiter: string, final: boolean): CellRecord[] {
  const rows: CellRecord[] = []
  for (const record of records(text, delimiter, final)) {
    rows.push(record)
    if (rows.length > sampled) break
  }
  return rows
}

const isBlank = ({ cells }: CellRecord): boolean => cells.length === 1 && cells[0] === ''

function mostFrequent(numbers: readonly number[]): { readonly value: number; readonly share: number } {
  const counts = new Map<number, number>()
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1)
  const [value = 1, count = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  return { value, share: numbers.length === 0 ? 0 : count / numbers.length }
}

/** The delimiter by which most rows have the same number of columns; where several do, the one that gives the most. */
export function guessDelimiter(text: string, final: boolean): Delimiter {
  const named = delimiters.find((one) => one === separatorLine.exec(text)?.[1])
  if (named) return named
  const judged = delimiters.map((delimiter) => {
    const widths = sampleRows(text.slice(0, 200_000), delimiter, final && text.length <= 200_000)
      .filter((row) => !isBlank(row))
      .map((row) => (row.broken ? 0 : row.cells.length))
    const { value, share } = mostFrequent(widths)
    return { delimiter, score: value < 2 ? 0 : share >= 0.9 ? 1 + value : share }
  })
  return judged.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

/** Names for all columns: what the header says, made unique, and `column_3` where it says nothing. */
export function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>()
  const next = new Map<string, number>()
  return Array.from({ length: width }, (_, i) => {
    const wanted = (header[i] ?? '').slice(0, 1000).replace(/\s+/g, ' ').trim().slice(0, 200) || `column_${i + 1}`
    let name = wanted
    for (let nth = next.get(wanted) ?? 2; taken.has(name); nth++) {
      name = `${wanted}_${nth}`
      next.set(wanted, nth + 1)
    }
    taken.add(name)
    return name
  })
}

/** Reads the beginning of a delimited file. The first row is its header unless it looks like data. */
export function layoutOf(text: string, final: boolean, wanted: Reading['delimiter']): Layout {
  const delimiter = wanted ?? guessDelimiter(text, final)
  const all = sampleRows(text, delimiter, final)
  const before = separatorLine.test(text) ? all.slice(0, 1) : []
  const rows = all.slice(before.length).filter((row) => !isBlank(row))
  const [first] = rows
  const header = first !== undefined && !first.broken && !first.cells.some(looksTyped) ? first : undefined
  const skip = header ? all.indexOf(header) + 1 : before.length
  const data = rows.slice(header ? 1 : 0).filter((row) => !row.broken)
  return {
    delimiter,
    skip,
    columns: columnNames(header?.cells ?? [], width(header?.cells ?? [], data)),
    skippedLines: all.slice(0, skip).reduce((sum, row) => sum + row.lines, 0),
    rows: data.map((row) => row.cells.map((cell) => cell.slice(0, longestShown))),
    oldLines: text.includes('\r') && !text.includes('\n'),
  }
}

/** As many columns as the header has, or as most rows have where those are more. */
function width(header: readonly string[], data: readonly CellRecord[]): number {
  const { value, share } = mostFrequent(data.map((row) => row.cells.length))
  const named = header.at(-1) === '' ? header.length - 1 : header.length
  return Math.max(1, named, share > 0.5 && value > header.length ? value : 0)
}
