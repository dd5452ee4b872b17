import { trimSigns } from '../../../kernel/trim.ts'

/** One record of delimited text: its cells, or where the text breaks the rules of quoting the line as it stands. */
export type CellRecord = {
  readonly cells: readonly string[]
  readonly broken: boolean
  /** Where the next record starts. */
  readonly end: number
  /** How many lines of the file it takes. */
  readonly lines: number
}

const lineEnd = /\r\n|\n|\r/g

function endOfLine(text: string, from: number): { readonly stop: number; readonly next: number } | undefined {
  lineEnd.lastIndex = from
  const found = lineEnd.exec(text)
  return found ? { stop: found.index, next: lineEnd.lastIndex } : undefined
}

const countLines = (text: string): number => text.match(lineEnd)?.length ?? 0

type Cell = { readonly text: string; readonly next: number }

/** A cell in quotes from the quote on; undefined where the closing quote has not come yet, null where it is misplaced. */
function quotedCell(text: string, from: number, delimiter: string): Cell | undefined | null {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at += 1
      continue
    }
    let next = at + 1
    while (text[next] === ' ' && delimiter !== ' ') next += 1
    const after = text[next]
    if (after !== undefined && after !== delimiter && after !== '\n' && after !== '\r') return null
    return { text: text.slice(from + 1, at).replaceAll('""', '"'), next }
  }
  return undefined
}

const plain = new Map(
  [',', ';', '\t', '|'].map((one) => [one, new RegExp(`[^${one === '|' ? '\\|' : one}\\r\\n]*`, 'y')]),
)

function plainCell(text: string, from: number, delimiter: string): Cell {
  const pattern = plain.get(delimiter) ?? /[^\r\n]*/y
  pattern.lastIndex = from
  const found = pattern.exec(text)?.[0] ?? ''
  return { text: delimiter === '\t' ? found : trimmed(found), next: from + found.length }
}

/** The engine's reader takes spaces and tabs away around cells without quotes, and so rows are the same either way. */
const trimmed = (text: string): string => trimSigns(text, ' \t')

/** The line as it stands, where a record cannot be read. */
function brokenLine(text: string, from: number, final: boolean): CellRecord | undefined {
  const line = endOfLine(text, from)
  if (!line && !final) return undefined
  const stop = line?.stop ?? text.length
  return { cells: [text.slice(from, stop)], broken: true, end: line?.next ?? text.length, lines: 1 }
}

/**
 * How many characters may still be read in vain. Quotes can be set so that every line seems to begin a record that ends
 * far below; who has read too much of that takes each line for itself.
 */
export type Patience = { left: number }

const most = 16 << 20
const credit = 8

export const fullPatience = (): Patience => ({ left: most })

/** Reads the record at `from` of a text whose records may go over lines only while there is patience for it. */
export function readPatiently(
  text: string,
  from: number,
  delimiter: string,
  { final, width, patience }: { readonly final: boolean; readonly width?: number; readonly patience: Patience },
): CellRecord | undefined {
  if (patience.left >= 0) return readRecord(text, from, delimiter, final, width, patience)
  const line = endOfLine(text, from)
  if (!line && !final) return undefined
  const end = line?.next ?? text.length
  patience.left = Math.min(most, patience.left + (credit - 1) * (end - from))
  const alone = readRecord(text.slice(from, line?.stop ?? text.length), 0, delimiter, true, width, fullPatience())
  return alone && { ...alone, end, lines: 1 }
}

/**
 * Reads the record that starts at `from`; undefined if the text ends within it and is not `final`. A record with a
 * misplaced or missing closing quote is one broken line: the next line starts anew, so one slip never swallows the rest.
 */
function readRecord(
  text: string,
  from: number,
  delimiter: string,
  final: boolean,
  width: number | undefined,
  patience: Patience,
): CellRecord | undefined {
  const spend = (to: number, record: CellRecord | undefined): CellRecord | undefined => {
    const gained = record ? credit * (record.end - from) : 0
    patience.left = Math.min(most, patience.left + gained - (to - from))
    return record
  }
  const cells: string[] = []
  let at = from
  for (;;) {
    while (delimiter !== '\t' && (text[at] === ' ' || text[at] === '\t')) at += 1
    const cell = text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter)
    if (cell === null) return spend(at, brokenLine(text, from, final))
    if (cell === undefined) return spend(text.length, final ? brokenLine(text, from, final) : undefined)
    cells.push(cell.text)
    at = cell.next
    if (text[at] === delimiter) at += 1
    else break
  }
  if (at >= text.length - 1 && !final) return undefined
  const line = endOfLine(text, at)
  const end = line?.next ?? text.length
  const lines = countLines(text.slice(from, at)) + 1
  const odd = width !== undefined && cells.length !== width && !(cells.length === width + 1 && cells[width] === '')
  if (odd && lines > 1) return spend(at, brokenLine(text, from, final))
  return spend(at, { cells, broken: false, end, lines })
}

/** All records of a text, whose last one may be cut off unless it is `final`. */
export function* records(text: string, delimiter: string, final: boolean): Generator<CellRecord> {
  const patience = fullPatience()
  let at = 0
  while (at < text.length) {
    const record = readPatiently(text, at, delimiter, { final, patience })
    if (record === undefined) return
    yield record
    at = record.end
  }
}
