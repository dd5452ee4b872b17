import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join as inFolder } from 'node:path'
import { deepestJson } from '../../../kernel/json.ts'
import { shortageOf } from '../../../platform/shortage.ts'
import { EngineError } from '../../../platform/warehouse/errors.ts'
import { raw, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { collectFault } from '../faults.ts'
import type { Reading } from '../schema.ts'
import { isDeeper } from '../tracking/clean.ts'
import { delimitedSource, rewrittenSource } from './delimited.ts'
import { jsonSource } from './json.ts'
import { layoutOf, mostColumns } from './layout.ts'
import { headOf, type Prepared, toUtf8 } from './prepare.ts'
import { rewriteRows } from './repair.ts'
import { rowNumber, type Source } from './source.ts'
import { xesToJsonLines } from './xes.ts'

const sampled = 2000

/** Makes a prepared file readable for the engine in the given way; converts it first where the engine cannot. */
export async function openSource(prepared: Prepared, reading: Reading, warehouse: Warehouse): Promise<Source> {
  if (reading.format === 'parquet') return parquet(prepared.path, warehouse)
  if (reading.format === 'xes') {
    const write = (target: string) => xesToJsonLines(prepared.path, target, prepared.folder)
    return jsonLines(await written(inFolder(prepared.folder, 'events.jsonl'), write))
  }
  const path = await inUtf8(prepared, reading)
  if (reading.format === 'jsonl') return jsonLines(path)
  const found = await layout(path, reading)
  return found.oldLines ? openPatiently(prepared, reading) : delimitedSource(path, found)
}

/** The same rows of a delimited file read with patience, for quoting that the strict reader does not survive. */
export async function openPatiently(prepared: Prepared, reading: Reading): Promise<Source> {
  const path = await inUtf8(prepared, reading)
  const found = await layout(path, reading)
  const target = inFolder(prepared.folder, `rows-${randomUUID()}.csv`)
  await rewriteRows(path, target, prepared.folder, { ...found, width: found.columns.length })
  return rewrittenSource(target, found)
}

async function inUtf8({ path, folder }: Prepared, reading: Reading): Promise<string> {
  if (reading.encoding === 'utf-8') return path
  const write = (target: string) => toUtf8(path, reading.encoding, target, folder)
  return written(inFolder(folder, `from-${reading.encoding}`), write)
}

/** A file that is written once, and whole before it has its name. */
async function written(target: string, write: (target: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target
  const part = `${target}.${randomUUID()}`
  await write(part)
  await rename(part, target)
  return target
}

async function layout(path: string, reading: Reading) {
  const { text, final } = await headOf(path)
  const found = layoutOf(text, final, reading.delimiter)
  if (found.columns.length > mostColumns) {
    throw collectFault('file.columns', { columns: found.columns.length, most: mostColumns })
  }
  return found
}

/** Members with longer names cannot be named in a mapping. */
const longestName = 2_000

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) && !isDeeper(value, deepestJson) ? value : undefined
  } catch {
    return undefined
  }
}

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Columns of JSON rows: members, and members of members as `outer.inner`. */
function table(lines: readonly string[]) {
  const objects = lines.map(parsed).filter((one) => one !== undefined)
  const topLevel = new Set<string>()
  const columns = new Set<string>()
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      topLevel.add(key)
      if (isObject(value)) for (const inner of Object.keys(value)) columns.add(`${key}.${inner}`)
      else columns.add(key)
    }
  }
  const cell = (object: Json, column: string): string => {
    if (topLevel.has(column)) return cellText(object[column])
    const dot = column.indexOf('.')
    const outer = object[column.slice(0, dot)]
    return isObject(outer) ? cellText(outer[column.slice(dot + 1)]) : ''
  }
  const names = [...columns].filter((name) => name.length <= longestName).slice(0, mostColumns)
  return { columns: names, topLevel, sample: objects.map((object) => names.map((name) => cell(object, name))) }
}

async function jsonLines(path: string): Promise<Source> {
  const { text, final } = await headOf(path)
  const lines = text.split('\n')
  if (!final) lines.pop()
  return jsonSource({
    file: { path, format: 'LineAsString', structure: 'line String', compression: 'none' },
    rows: (file) => sql`
      select ${rowNumber} as row, if(row = 0, replaceOne(line, '\\xEF\\xBB\\xBF', ''), line) as text from ${file}`,
    ...table(lines.slice(0, sampled)),
  })
}

const parquetSettings = {
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_decimals: 0,
  output_format_json_quote_denormals: 0,
  output_format_json_escape_forward_slashes: 0,
}

async function parquet(path: string, warehouse: Warehouse): Promise<Source> {
  const file = { path, format: 'Parquet', compression: 'none' } as const
  const row = raw(`formatRowNoNewline('JSONEachRow', *)`)
  const lines = await warehouse
    .readFile(file, (from, reader) =>
      reader.rows<{ text: string }>(sql`select ${row} as text from ${from} limit ${sampled}`, {
        settings: parquetSettings,
      }),
    )
    .catch((cause: unknown) => {
      if (!(cause instanceof EngineError) || shortageOf(cause)) throw cause
      throw Object.assign(collectFault('file.damaged', { format: 'Parquet' }), { cause })
    })
  return jsonSource({
    file,
    settings: parquetSettings,
    rows: (from) => sql`select ${rowNumber} as row, ${row} as text from ${from}`,
    ...table(lines.map((line) => line.text)),
  })
}
