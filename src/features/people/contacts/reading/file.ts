import { open } from 'node:fs/promises'
import { openRecords, unpacked } from '../../../collect/reading/index.ts'
import { contactFault } from '../faults.ts'
import { isCards, openCards } from './cards.ts'
import type { ContactFile } from './form.ts'
import { openWorkbook } from './workbook/workbook.ts'

async function head(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Recognises a file by its content; `folder` takes what has to be unpacked. */
export async function openContacts(path: string, folder: string): Promise<ContactFile> {
  const start = await head(path)
  if (start.length === 0) throw contactFault('contacts.unreadable', 'The file is empty')
  if (start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return openWorkbook(path)
  const plain = await unpacked(path, folder)
  const text = await head(plain.path)
  if (isCards(text)) return openCards(plain.path, plain.bytes)
  if (text.includes(0))
    throw contactFault('contacts.unreadable', 'Give a CSV file, an Excel workbook (.xlsx) or vCards')
  return { format: 'csv', ...(await openRecords(plain.path)) }
}
