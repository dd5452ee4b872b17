import { setTimeout as pause } from 'node:timers/promises'
import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { distinctive } from './needles.ts'
import type { Place } from './places.ts'

/** Mutations rewrite whole parts of a table. */
const patient: QueryOptions = { seconds: 6 * 3600, tag: 'erasure' }
const atOnce: QueryOptions = { ...patient, settings: { mutations_sync: 2 } }
const anchorsPerStatement = 5_000
const cleaningTries = 40
const cleaningPauseMs = 400

const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / anchorsPerStatement) }, (_, i) =>
    list.slice(i * anchorsPerStatement, (i + 1) * anchorsPerStatement),
  )

const rowsOf = (workspace: string, columns: readonly string[], anchors: readonly string[]): Sql =>
  sql`workspace = ${p.uuid(workspace)} and (${join(
    columns.map((column) => sql`${raw(column)} in ${p.anchors(anchors)}`),
    ' or ',
  )})`

async function count(warehouse: Warehouse, table: string, condition: Sql): Promise<number> {
  const [row] = await warehouse.rows<{ rows: number }>(
    sql`select toFloat64(count()) as rows from ${raw(table)} where ${condition}`,
    patient,
  )
  return row?.rows ?? 0
}

/** Removes all rows of the anchors from every table that has any, and gives how many of each. */
export async function eraseAnchors(
  warehouse: Warehouse,
  workspace: string,
  anchors: readonly string[],
  places: readonly Place[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { table, columns, second } of places) {
    for (const list of chunks(anchors)) {
      const own = rowsOf(workspace, columns, list)
      const rows = columns.length === 0 ? 0 : await count(warehouse, table, own)
      if (rows > 0) {
        counts[table] = (counts[table] ?? 0) + rows
        await warehouse.everywhere((physical) => sql`alter table ${physical(table)} delete where ${own}`, atOnce)
      }
      const others = rowsOf(workspace, ['anchor2'], list)
      if (second && (await count(warehouse, table, others)) > 0) {
        await warehouse.everywhere(
          (physical) => sql`alter table ${physical(table)} update anchor2 = toUInt128(0) where ${others}`,
          atOnce,
        )
      }
    }
  }
  return counts
}

/** True for texts in which one of the identifiers stands. */
const naming = (text: Sql, values: readonly string[]): Sql => sql`multiSearchAnyCaseInsensitiveUTF8(${text}, ${values})`

const textColumns: Readonly<Record<string, readonly string[]>> = {
  events: ['properties', 'entry'],
  import_lines: ['properties'],
}
const rowsByText: Readonly<Record<string, string>> = { rejected: 'sample', traits: 'value' }

/**
 * Removes what names the person in rows that are not theirs: samples of rejected messages, traits, properties. Statements
 * name texts by hash alone, since the engine keeps the wording of its last mutations.
 */
export async function eraseTexts(
  warehouse: Warehouse,
  workspace: string,
  identifiers: readonly string[],
  places: readonly Place[],
): Promise<Record<string, number>> {
  const values = distinctive(identifiers).slice(0, 200)
  const counts: Record<string, number> = {}
  if (values.length === 0) return counts
  const here = sql`workspace = ${p.uuid(workspace)}`
  for (const { table, texts } of places) {
    const whole = rowsByText[table]
    if (whole !== undefined) {
      const hashes = await hashesOf(warehouse, table, sql`${here} and ${naming(raw(whole), values)}`, raw(whole))
      const found = sql`${here} and cityHash64(${raw(whole)}) in ${p.uints(hashes)}`
      if (hashes.length > 0) {
        counts[`${table} (${whole})`] = await count(warehouse, table, found)
        await warehouse.everywhere((physical) => sql`alter table ${physical(table)} delete where ${found}`, atOnce)
      }
    }
    for (const { name } of texts.filter((one) => textColumns[table]?.includes(one.name))) {
      const map = raw(name)
      const each = sql`arrayJoin(mapValues(${map}))`
      const hashes = await hashesOf(warehouse, table, sql`${here} and ${naming(sql`text`, values)}`, raw('text'), each)
      if (hashes.length === 0) continue
      const found = sql`${here} and arrayExists(one -> cityHash64(one) in ${p.uints(hashes)}, mapValues(${map}))`
      counts[`${table} (${name})`] = await count(warehouse, table, found)
      await warehouse.everywhere(
        (physical) => sql`alter table ${physical(table)}
          update ${map} = mapFilter((name, one) -> cityHash64(one) not in ${p.uints(hashes)}, ${map}) where ${found}`,
        atOnce,
      )
    }
  }
  return counts
}

async function hashesOf(warehouse: Warehouse, table: string, where: Sql, text: Sql, each = text): Promise<string[]> {
  const from = each === text ? raw(table) : sql`(select workspace, ${each} as text from ${raw(table)})`
  const rows = await warehouse.rows<{ hash: string }>(
    sql`select distinct toString(cityHash64(${text})) as hash from ${from} where ${where} limit 100000`,
    patient,
  )
  return rows.map(({ hash }) => hash)
}

const onAll = (warehouse: Warehouse, tables: readonly string[], change: Sql, options = patient) =>
  Promise.all(
    tables.map((table) => warehouse.everywhere((physical) => sql`alter table ${physical(table)} ${change}`, options)),
  )

/**
 * Parts that mutations and merges have replaced lie on the disk for a while: removes them now. Gives how many stay. Those that
 * go on being replaced meanwhile never held what was erased.
 */
export async function dropOldParts(warehouse: Warehouse, tables: readonly string[]): Promise<number> {
  const [clock] = await warehouse.rows<{ now: number }>(sql`select toUnixTimestamp(now()) as now`)
  const until = clock?.now ?? 0
  await onAll(warehouse, tables, raw('modify setting old_parts_lifetime = 0'))
  let left = 0
  for (let tries = 0; tries < cleaningTries; tries++) {
    left = await oldParts(warehouse, tables, until)
    if (left === 0) break
    await pause(cleaningPauseMs)
    // Dropping a partition, even one that is not there, makes the engine look for parts that may go.
    await onAll(warehouse, tables, raw("drop partition id '0'"))
  }
  await onAll(warehouse, tables, raw('reset setting old_parts_lifetime'))
  return left
}

/** The parts of all nodes that were written anew elsewhere by a moment, in seconds since 1970, and are not yet gone. */
async function oldParts(warehouse: Warehouse, tables: readonly string[], until: number): Promise<number> {
  const { cluster } = warehouse
  const parts = cluster ? sql`clusterAllReplicas(${cluster}, system.parts)` : raw('system.parts')
  const [row] = await warehouse.rows<{ parts: number }>(
    sql`select toFloat64(count()) as parts from ${parts} where not active and toUnixTimestamp(remove_time) <= ${p.of('UInt32', until)}
      and database = (select currentDatabase()) and table in ${tables.map((table) => (cluster ? `${table}_local` : table))}`,
  )
  return row?.parts ?? 0
}

/** Rows that were deleted earlier are only marked so until their part is written anew: writes those parts. */
export async function dropMarkedRows(warehouse: Warehouse, tables: readonly string[]): Promise<void> {
  await onAll(warehouse, tables, raw('apply deleted mask'), atOnce)
}

/** In how many rows of a table some text still names the person. */
export async function countNaming(
  warehouse: Warehouse,
  workspace: string,
  { table, texts }: Place,
  identifiers: readonly string[],
): Promise<number> {
  const values = distinctive(identifiers).slice(0, 200)
  if (values.length === 0 || texts.length === 0) return 0
  const any = join(
    texts.map(({ list }) => sql`arrayExists(one -> ${naming(sql`one`, values)}, ${list})`),
    ' or ',
  )
  return count(warehouse, table, sql`workspace = ${p.uuid(workspace)} and (${any})`)
}
