import type { ReceiptRow } from './mapping.ts'

/** A row of an export by the names of its columns. */
export type Cells = (column: string) => string

/** What the other files of an export say about a receipt. */
export type Details = {
  /** Lines of sales. */
  lines: number
  /** Whether a line says that money was put in or taken out, which is no sale. */
  moved: boolean
  readonly groups: Set<string>
  readonly payments: Set<string>
}

/** Business cases that move money and are no business with a customer. */
const moves = new Set([
  'anfangsbestand',
  'privateinlage',
  'privatentnahme',
  'geldtransit',
  'differenzsollist',
  'lohnzahlung',
  'auszahlung',
  'einzahlung',
])

const mostNames = 20

/** The key of a receipt: till, closing and receipt. */
export const keyOf = (cells: Cells): string => [cells('Z_KASSE_ID'), cells('Z_NR'), cells('BON_ID')].join('\n')

export const noDetails = (): Details => ({ lines: 0, moved: false, groups: new Set(), payments: new Set() })

const keep = (names: Set<string>, name: string): void => {
  if (name !== '' && names.size < mostNames) names.add(name)
}

export function addLine(details: Details, cells: Cells): void {
  if (moves.has(cells('GV_TYP').toLowerCase())) {
    details.moved = true
    return
  }
  details.lines += 1
  keep(details.groups, cells('WARENGR') || cells('WARENGR_ID'))
}

export function addPayment(details: Details, cells: Cells): void {
  keep(details.payments, cells('ZAHLART_TYP') || cells('ZAHLART_NAME'))
}

/** An amount as tills write it, with a point before the cents. What is no amount stays as it is, to be rejected. */
export const amountOf = (text: string): string =>
  text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text

const negative = (amount: string): string => (/^\d/.test(amount) && Number(amount) !== 0 ? `-${amount}` : amount)

/** `01.03.2026 10:15:00` as `2026-03-01 10:15:00`; anything else as it is. */
const timeOf = (text: string): string => {
  const [, day = '', month = '', year = '', rest = ''] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})[ T]*(.*)$/.exec(text) ?? []
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${rest}`.trim()
}

const isYes = (text: string): boolean => ['1', 'true', 'ja', 'j'].includes(text.toLowerCase())

/** What a row of the receipts is: a sale, one that was cancelled, or no business with a customer. */
export function eventOf(cells: Cells, details: Details | undefined): 'receipt' | 'receipt_cancelled' | undefined {
  const kind = cells('BON_TYP').toLowerCase()
  if (kind === 'avbelegstorno') return 'receipt_cancelled'
  if (kind !== 'beleg' && kind !== '') return undefined
  if (details?.moved && details.lines === 0) return undefined
  return isYes(cells('BON_STORNO')) ? 'receipt_cancelled' : 'receipt'
}

export type Place = { readonly file: string; readonly line: number }

/** One event's row, or undefined for trainings, orders, drafts and movements of money. */
export function receiptOf(
  cells: Cells,
  { file, line }: Place,
  details: Details | undefined,
  store: string,
): ReceiptRow | undefined {
  const event = eventOf(cells, details)
  if (event === undefined) return undefined
  const till = cells('Z_KASSE_ID')
  const closing = cells('Z_NR')
  const number = cells('BON_NR') || cells('BON_ID')
  const known = till !== '' && cells('BON_ID') !== ''
  const customer = cells('KUNDE_ID')
  const amount = amountOf(cells('UMS_BRUTTO'))
  return {
    receipt_file: file,
    receipt_line: String(line),
    message: known ? `till:${till}:${closing}:${cells('BON_ID')}` : '',
    time: timeOf(cells('BON_ENDE') || cells('BON_START')),
    event,
    customer_number: customer,
    receipt: customer === '' && known ? `receipt:${till}:${closing}:${number}` : '',
    value: event === 'receipt_cancelled' ? negative(amount) : amount,
    till,
    closing,
    receipt_number: number,
    store,
    terminal: cells('TERMINAL_ID'),
    payment: [...(details?.payments ?? [])].join(', '),
    lines: details ? String(details.lines) : '',
    goods_groups: [...(details?.groups ?? [])].join('; '),
  }
}
