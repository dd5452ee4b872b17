import { contactFault } from '../../faults.ts'

const megabyte = 1024 * 1024

/** What a workbook may hold. Spreadsheet programs themselves allow 1,048,576 rows and 32,767 characters in a cell. */
export const limits = {
  archive: { files: 5_000, bytes: 4096 * megabyte, ratio: 250, harmless: 256 * megabyte },
  sheets: 1_000,
  rows: 1_048_576,
  columns: 2_000,
  /** Characters of a cell; what is longer is cut here, and its row refused as too long. */
  cell: 32_767,
  sharedStrings: 2_000_000,
  /** Characters of all shared strings together. */
  sharedText: 64 * megabyte,
  styles: 65_536,
} as const

export const tooLarge = (what: string) => contactFault('contacts.too_large', `The workbook has too many ${what}`)
