import { setTimeout as pause } from 'node:timers/promises'
import { join, p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { identitiesIn } from '../../collect/index.ts'
import type { Place } from './places.ts'
import type { Removal } from './removal.ts'

/** Mutations rewrite whole parts of a table. */
export const patient: QueryOptions = { seconds: 6 * 3600, tag: 'erasure' }
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

/** All rows of the anchors, in every table that has any. */
export async function findRows(
  warehouse: Warehouse,
  workspace: string,
  anchors: readonly string[],
  places: readonly Place[],
): Promise<Removal[]> {
  const removals: Removal[] = []
  for (const { table, columns, second } of places) {
    for (const list of chunks(anchors)) {
      const change = (statement: Sql, where: Sql) => () =>
        warehouse.everywhere((physical) => sql`alter table ${physical(table)} ${statement} where ${where}`, atOnce)
      const own = rowsOf(workspace, columns, list)
      const rows = columns.length === 0 ? 0 : await count(warehouse, table, own)
      if (rows > 0) removals.push({ what: table, rows, remove: change(raw('delete'), own) })
      const others = rowsOf(workspace, ['anchor2'], list)
      if (second && (await count(warehouse, table, others)) > 0)
        removals.push({ what: table, rows: 0, remove: change(raw('update anchor2 = toUInt128(0)'), others) })
    }
  }
  return removals
}

/** True for texts that name the person. */
const naming = (text: Sql, patterns: readonly string[]): Sql =>
  sql`(${join(
    patterns.map((pattern) => sql`match(${text}, ${`(?i)${pattern}`})`),
    ' or ',
  )})`

const textColumns: Readonly<Record<string, readonly string[]>> = {
  events: ['properties', 'entry'],
  import_lines: ['properties'],
}
const rowsByText: Readonly<Record<string, string>> = { rejected: 'sample', traits: 'value' }

/**
 * What names the person in rows that are not theirs: samples of rejected messages, traits, properties. Statements name
 * texts by hash alone, since the engine keeps the wording of its last mutations.
 */
export async function findTexts(
  warehouse: Warehouse,
  workspace: string,
  patterns: readonly string[],
  places: readonly Place[],
): Promise<Removal[]> {
  if (patterns.length === 0) return []
  const removals: Removal[] = []
  const here = sql`workspace = ${p.uuid(workspace)}`
  for (const { table, texts } of places) {
    const change = (statement: Sql, where: Sql) => () =>
      warehouse.everywhere((physical) => sql`alter table ${physical(table)} ${statement} where ${where}`, atOnce)
    const whole = rowsByText[table]
    if (whole !== undefined) {
      const hashes = await hashesOf(warehouse, table, sql`${here} and ${naming(raw(whole), patterns)}`, raw(whole))
      const found = sql`${here} and cityHash64(${raw(whole)}) in ${p.uints(hashes)}`
      if (hashes.length > 0) {
        const rows = await count(warehouse, table, found)
        removals.push({ what: `${table} (${whole})`, rows, remove: change(raw('delete'), found) })
      }
    }
    for (const { name } of texts.filter((one) => textColumns[table]?.includes(one.name))) {
      const map = raw(name)
      const each = sql`arrayJoin(arrayConcat(arrayMap(one -> toString(one), mapKeys(${map})), mapValues(${map})))`
      const hashes = await hashesOf(
        warehouse,
        table,
        sql`${here} and ${naming(sql`text`, patterns)}`,
        raw('text'),
        each,
      )
      if (hashes.length === 0) continue
      const among = (one: string) => sql`cityHash64(toString(${raw(one)})) in ${p.uints(hashes)}`
      const found = sql`${here} and (arrayExists(one -> ${among('one')}, mapValues(${map}))
        or arrayExists(one -> ${among('one')}, mapKeys(${map})))`
      const rest = sql`update ${map} = mapFilter((name, one) -> not (${among('one')} or ${among('name')}), ${map})`
      const rows = await count(warehouse, table, found)
      removals.push({ what: `${table} (${name})`, rows, remove: change(rest, found) })
    }
  }
  return removals
}

/** Identifiers that name the person in another spelling, or as another kind of identifier. */
export async function anchorsNaming(
  warehouse: Warehouse,
  workspace: string,
  patterns: readonly string[],
): Promise<{ readonly anchor: string; readonly value: string }[]> {
  if (patterns.length === 0) return []
  return warehouse.rows<{ anchor: string; value: string }>(
    sql`select distinct toString(anchor) as anchor, value from ${identitiesIn({ workspace })}
      where ${naming(raw('value'), patterns)} limit 10000`,
    patient,
  )
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

/** How many rows of a table are still the person's, or name them in some text. */
export async function countLeft(
  warehouse: Warehouse,
  workspace: string,
  { table, columns, second, texts }: Place,
  anchors: readonly string[],
  patterns: readonly string[],
): Promise<number> {
  const holders = [...columns, ...(second ? ['anchor2'] : [])]
  const own = chunks(holders.length > 0 ? anchors : []).map((list) => rowsOf(workspace, holders, list))
  const said = texts.map(({ list }) => sql`arrayExists(one -> ${naming(sql`one`, patterns)}, ${list})`)
  const any = [...own, ...(patterns.length > 0 ? said : [])]
  if (any.length === 0) return 0
  return count(warehouse, table, sql`workspace = ${p.uuid(workspace)} and (${join(any, ' or ')})`)
}
