import type { Surroundings } from '../columns/recognise.ts'
import { Mapping } from '../schema.ts'

/** The columns of the file that a till's export becomes: one row per receipt, with where it stood in the export. */
export const receiptColumns = [
  'receipt_file',
  'receipt_line',
  'message',
  'time',
  'event',
  'customer_number',
  'receipt',
  'value',
  'till',
  'closing',
  'receipt_number',
  'store',
  'terminal',
  'payment',
  'lines',
  'goods_groups',
] as const

export type ReceiptRow = Readonly<Record<(typeof receiptColumns)[number], string>>

const isReceipts = (columns: readonly string[]): boolean =>
  columns.length === receiptColumns.length && receiptColumns.every((name, i) => columns[i] === name)

/** How the receipts of a till become events; undefined for any other file. Its clocks show the workspace's time. */
export function receiptMapping(columns: readonly string[], { timeZone, currency }: Surroundings): Mapping | undefined {
  if (!isReceipts(columns)) return undefined
  return Mapping.parse({
    persons: [
      { column: 'customer_number', kind: 'customer' },
      { column: 'receipt', kind: 'anonymous' },
    ],
    time: { column: 'time', format: 'iso', zone: timeZone },
    event: { column: 'event' },
    channel: { constant: 'store' },
    value: { column: 'value' },
    currency: { constant: currency },
    message: { column: 'message' },
    ignore: ['receipt_file', 'receipt_line'],
  })
}
