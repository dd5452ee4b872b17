import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { columnsOf, recognise, type Surroundings } from './columns/recognise.ts'
import { collectFault } from './faults.ts'
import { openSource } from './reading/open.ts'
import type { Source } from './reading/source.ts'
import type { Column, Mapping, Preview, Reading } from './schema.ts'
import { receiptMapping } from './tills/mapping.ts'
import type { Upload } from './uploads.ts'

const shownRows = 50
const shownSamples = 5
const longestCell = 200

const cut = (cell: string): string => (cell.length > longestCell ? `${cell.slice(0, longestCell)}…` : cell)

/** Different cells of a column, in the order of the file. */
const samplesOf = (source: Source, i: number): string[] => {
  const seen = new Set<string>()
  for (const row of source.sample) {
    const cell = row[i] ?? ''
    if (cell !== '') seen.add(cut(cell))
    if (seen.size === shownSamples) break
  }
  return [...seen]
}

/** The receipts of a till have columns of their own; those of other files are recognised. */
function proposalFor(columns: readonly string[], found: ReturnType<typeof columnsOf>, around: Surroundings) {
  const receipts = receiptMapping(columns, around)
  return receipts ? { mapping: receipts, lacks: [] } : recognise(found, around)
}

/** What a file looks like when it is read in the given way, and how its columns would become events. */
export async function previewOf(
  { id, fileName, prepared }: Upload,
  wanted: Reading | undefined,
  warehouse: Warehouse,
  around: Surroundings,
): Promise<Preview> {
  const reading = wanted ?? prepared.reading
  const source = await openSource(prepared, reading, warehouse)
  const found = columnsOf(source.columns, source.sample)
  const columns: Column[] = found.map(({ name, content }, i) => ({
    name,
    filled: content.filled,
    samples: samplesOf(source, i),
  }))
  return {
    upload: id,
    fileName,
    bytes: prepared.bytes,
    reading,
    columns,
    rows: source.sample.slice(0, shownRows).map((row) => source.columns.map((_, i) => cut(row[i] ?? ''))),
    ...proposalFor(source.columns, found, around),
  }
}

const shownColumns = 50

/** The mapping that a file's own columns propose; a fault that names what nothing points to. */
export function proposedMapping(source: Source, around: Surroundings): Mapping {
  const { mapping, lacks } = proposalFor(source.columns, columnsOf(source.columns, source.sample), around)
  if (lacks.length === 0) return mapping
  throw collectFault('mapping.unclear', { lacks, columns: source.columns.slice(0, shownColumns) })
}

const knownZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })) && !/^[+-]/.test(zone)
  } catch {
    return false
  }
}

/** Refuses a mapping without person or time, with columns that the file does not have or with an unknown time zone. */
export function checkMapping(mapping: Mapping, columns?: readonly string[]): void {
  const { persons, time, event, channel, value, currency, session, message, groupBy } = mapping
  if (persons.length === 0) throw collectFault('mapping.lacks', { lacks: ['person'] })
  if (!time) throw collectFault('mapping.lacks', { lacks: ['time'] })
  if (!knownZone(time.zone)) throw collectFault('mapping.zone', { zone: time.zone })
  if (!columns) return
  const used = [...persons, time, event, channel, value, currency, session, message].flatMap((choice) =>
    choice && 'column' in choice ? [choice.column] : [],
  )
  const missing = [...used, ...(groupBy === null ? [] : [groupBy])].filter((column) => !columns.includes(column))
  if (missing.length > 0) {
    throw collectFault('mapping.columns', { missing, columns: columns.slice(0, shownColumns) })
  }
}
