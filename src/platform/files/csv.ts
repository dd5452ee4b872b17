/** `opened`: a person opens it in a spreadsheet, nothing in it is run; `carried`: every value comes back as it is. */
export type CsvPolicy = 'opened' | 'carried'

export type CsvForm = {
  readonly policy: CsvPolicy
  /** One sign; a German Excel wants the semicolon. */
  readonly separator?: string
}

/** Begins a file, so that spreadsheets read it as UTF-8. */
export const byteOrderMark = '\ufeff'

/** What a spreadsheet takes for the start of a formula, also where it splits cells at another separator than ours. */
const sign = /[=+\-@＝＋－＠]/
const formula = /^[\s\0\u200b]*[=+\-@＝＋－＠]/
const plainNumber = /^[+-]?[.,]?\d[\d.,' \u00a0\u202f]*(e[+-]?\d+)?[ \u00a0]?(%|€|\$|£|EUR|CHF|USD|GBP)?$/i
const phoneNumber = /^\+\d[\d ()/.-]*$/
const dashes = /^-+[ \u00a0]?(€|\$|£|EUR|Euro|CHF)?$/i

const isRun = (text: string): boolean =>
  formula.test(text) && !plainNumber.test(text) && !phoneNumber.test(text) && !dashes.test(text)

/** The text with an apostrophe before everything that a spreadsheet would run. */
function guarded(text: string): string {
  const startsBlank = /^[\t\r\n]/.test(text)
  if (!startsBlank && !sign.test(text)) return text
  const inside = text.replace(/[,;\t|"\r\n](?=[=+\-@＝＋－＠])/g, (before, at: number) =>
    isRun(text.slice(at + 1)) ? `${before}'` : before,
  )
  return startsBlank || isRun(text) ? `'${inside}` : inside
}

/** Readers take spaces around cells without quotes away, and a line without anything for none. */
function quoted(text: string, separator: string, alone: boolean): string {
  const needed = text.includes(separator) || /["\r\n]|^\s|\s$/.test(text) || (alone && text === '')
  return needed ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line of a CSV file with its end. */
export function csvLine(cells: readonly string[], { policy, separator = ',' }: CsvForm): string {
  const texts = policy === 'opened' ? cells.map(guarded) : cells
  return `${texts.map((text) => quoted(text, separator, cells.length === 1)).join(separator)}\r\n`
}
