import type { TimeFormat } from '../schema.ts'

const patterns: Readonly<Record<TimeFormat, RegExp>> = {
  iso: /^\d{4}[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12]\d|3[01])([T ]+\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)?)?$/i,
  german: /^\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})([ T,]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?( ?Uhr)?)?$/,
  us: /^\d{1,2}\/\d{1,2}\/\d{4}([ ,]+\d{1,2}:\d{2}(:\d{2})?( ?[AP]M)?)?$/i,
  epoch_ms: /^(\d{12,13})(\.\d+)?$/,
  epoch_s: /^(\d{9,10})(\.\d+)?$/,
}

const timeFormats: readonly TimeFormat[] = ['iso', 'german', 'us', 'epoch_ms', 'epoch_s']
const email = /^[^\s@,;]+@[^\s@,;]+\.[a-z]{2,}$/i
const phone = /^(\+|0)[\d\s()/-]{5,}$/
const dotNumber = /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?$/
const commaNumber = /^[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?$/
const money = /[\s\u00a0\u202f€$£]|EUR|USD|CHF|GBP/g

const isTime = (text: string): boolean => /\D/.test(text) && timeFormats.some((format) => patterns[format].test(text))

/** Looks like a value rather than the name of a column: a number, a time, an e-mail address. */
export const looksTyped = (text: string): boolean => {
  const cell = text.replace('\ufeff', '').trim()
  return cell !== '' && (isTime(cell) || email.test(cell) || /^[+-]?\d+([.,]\d+)*$/.test(cell))
}

/** What the cells of one column have in common. Shares are of the cells that are not empty. */
export type Content = {
  readonly filled: number
  readonly distinct: number
  readonly count: number
  /** The format of most cells, and the share of them that has it. */
  readonly time: TimeFormat | null
  readonly timeShare: number
  readonly email: boolean
  readonly phone: boolean
  readonly number: 'dot' | 'comma' | null
  readonly fraction: boolean
  readonly longest: number
}

const half = 0.5

/** Reads the content of a column from a sample of its cells. */
export function contentOf(cells: readonly string[]): Content {
  const full = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const share = (test: (cell: string) => boolean) => (full.length === 0 ? 0 : full.filter(test).length / full.length)
  const shares = timeFormats.map((format) => ({ format, share: share((cell) => patterns[format].test(cell)) }))
  const time = shares.reduce((best, one) => (one.share > best.share ? one : best))
  const isNumber = (pattern: RegExp) => (cell: string) => {
    const bare = cell.replace(money, '')
    return /\d/.test(bare) && pattern.test(bare)
  }
  const [dot, comma] = [share(isNumber(dotNumber)), share(isNumber(commaNumber))]
  return {
    filled: cells.length === 0 ? 0 : full.length / cells.length,
    distinct: new Set(full).size,
    count: full.length,
    time: time.share >= half ? time.format : null,
    timeShare: time.share,
    email: share((cell) => email.test(cell)) >= half,
    phone: share((cell) => phone.test(cell)) >= half,
    number: Math.max(dot, comma) < half ? null : comma > dot ? 'comma' : 'dot',
    fraction: full.some((cell) => /\d[.,]\d{1,2}$/.test(cell.replace(money, ''))),
    longest: full.reduce((longest, cell) => Math.max(longest, cell.length), 0),
  }
}
