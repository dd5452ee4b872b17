/** Readers of files, for threads of their own too: nothing here leads to an engine. */
export { guarded } from './disk.ts'
export { openInThread } from './inThread.ts'
export { columnNames } from './layout.ts'
export { openRecords, type RecordFile, type TextRow } from './records.ts'
export { unpacked } from './unpack.ts'
