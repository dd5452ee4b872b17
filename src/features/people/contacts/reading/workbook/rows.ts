import type { TextRow } from '../../../../collect/reading/index.ts'
import { limits, tooLarge } from './limits.ts'
import { damaged, readXml } from './xml.ts'

/** What cells refer to. */
export type Known = {
  readonly sharedStrings: readonly string[]
  readonly dateStyles: readonly boolean[]
  readonly from1904: boolean
}

const day = 86_400_000
/** Days from the beginning of the calendar of spreadsheets to 1970. */
const epoch = 25_569
const between1900And1904 = 1_462

/** `1980-04-03`, with a time where there is one. */
function moment(days: number, from1904: boolean): string {
  const date = new Date(Math.round((days - epoch + (from1904 ? between1900And1904 : 0)) * day))
  if (Number.isNaN(date.getTime())) return ''
  return date.getTime() % day === 0 ? date.toISOString().slice(0, 10) : date.toISOString()
}

type Cell = { readonly type: string; readonly style: number; text: string }

function textOf({ type, style, text }: Cell, { sharedStrings, dateStyles, from1904 }: Known): string {
  if (type === 's') return sharedStrings[Number.parseInt(text, 10)] ?? ''
  if (type === 'str' || type === 'inlineStr') return text
  if (type === 'e') return ''
  if (type === 'd') return text.endsWith('T00:00:00') ? text.slice(0, -9) : text
  const number = Number.parseFloat(text)
  if (Number.isNaN(number)) return ''
  if (type === 'b') return String(number !== 0)
  return dateStyles[style] ? moment(number, from1904) : String(number)
}

/** The number of a column from 1 on, by the letters of a place such as `AB12`; 0 without letters. */
function columnOf(place: string): number {
  let column = 0
  for (const letter of place.slice(0, 8)) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  return column
}

/** Collects the rows of a sheet while its tags pass by; those without any text are left out. */
function collector(known: Known) {
  let rows: TextRow[] = []
  let line = 0
  let column = 0
  let cells: string[] = []
  let cell: Cell | undefined
  let isText = false
  let aside = false
  let count = 0

  const openRow = ({ r }: Readonly<Record<string, string>>) => {
    line = r === undefined ? line + 1 : Number(r)
    if (!Number.isInteger(line) || line < 1 || line > limits.rows) throw damaged()
    column = 0
    cells = []
  }
  const openCell = ({ r = '', t = 'n', s = '' }: Readonly<Record<string, string>>) => {
    column = columnOf(r) || column + 1
    cell = { type: t, style: s === '' ? -1 : Number(s), text: '' }
  }
  const closeCell = (done: Cell) => {
    const text = textOf(done, known)
    cell = undefined
    if (column > limits.columns) {
      if (text.trim() !== '') throw tooLarge('columns')
      return
    }
    while (cells.length < column) cells.push('')
    cells[column - 1] = text
  }
  const closeRow = () => {
    if (cells.every((one) => one.trim() === '')) return
    count += 1
    if (count > limits.rows) throw tooLarge('rows')
    rows.push({ line, cells, broken: false })
  }

  return {
    take(): readonly TextRow[] {
      const taken = rows
      rows = []
      return taken
    },
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'row') openRow(attributes)
      else if (name === 'c') openCell(attributes)
      else if (name === 'rPh') aside = true
      else if (name === 'v' || name === 't') isText = !aside
    },
    text(more: string) {
      if (isText && cell && cell.text.length <= limits.cell) cell.text += more.slice(0, limits.cell + 1)
    },
    close(name: string) {
      if (name === 'v' || name === 't') isText = false
      else if (name === 'rPh') aside = false
      else if (name === 'c' && cell) closeCell(cell)
      else if (name === 'row') closeRow()
    },
  }
}

/** The rows of a sheet that hold anything, piece by piece. */
export async function* rowsOf(content: AsyncIterable<Buffer>, known: Known): AsyncGenerator<readonly TextRow[]> {
  const collected = collector(known)
  for await (const _ of readXml(content, collected)) {
    const rows = collected.take()
    if (rows.length > 0) yield rows
  }
}
