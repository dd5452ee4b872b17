import { byteOrderMark, csvLine } from '../../../platform/files/csv.ts'
import type { PersonRow } from '../schema.ts'

/** `comma` separates for programs, `semicolon` for a German Excel, which also wants decimal commas. */
export type Separator = 'comma' | 'semicolon'

const signs: Record<Separator, string> = { comma: ',', semicolon: ';' }

const line = (cells: readonly string[], separator: Separator): string =>
  csvLine(cells, { policy: 'opened', separator: signs[separator] })

const base = ['name', 'first_contact', 'last_contact', 'touches', 'value', 'person'] as const

export const head = (columns: readonly string[], separator: Separator): string =>
  byteOrderMark + line([base[0], ...columns, ...base.slice(1)], separator)

/** A moment as spreadsheets read it, in the workspace's time zone. */
export function momentIn(timeZone: string): (moment: string) => string {
  const form = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (moment) => form.format(new Date(moment))
}

export function toLine(
  { personId, label, first, last, touches, value, facts }: PersonRow,
  columns: readonly string[],
  separator: Separator,
  moment: (moment: string) => string,
): string {
  const amount = separator === 'semicolon' ? value.replace('.', ',') : value
  const cells = [label, ...columns.map((column) => facts[column] ?? ''), moment(first), moment(last)]
  return line([...cells, String(touches), amount, personId], separator)
}
