import { raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'

/** Columns that hold an anchor or a person, in whatever table: a table that has one is part of every erasure. */
const holders = ['anchor', 'other', 'person', 'with_anchor'] as const
type Holder = (typeof holders)[number]

export type Place = {
  readonly table: string
  /** A row with one of the person's anchors here is the person's. */
  readonly columns: readonly Holder[]
  /** The table has a second anchor, which may stand in somebody else's row. */
  readonly second: boolean
  /** Columns of text in which an identifier could stand. */
  readonly texts: readonly { readonly name: string; readonly list: Sql }[]
}

type Column = { readonly table: string; readonly name: string; readonly type: string }

const isName = (text: string): boolean => /^[a-z][a-z0-9_]*$/.test(text)

/** A column of text, of texts or of texts by name, as a list of texts. */
function listOf({ name, type }: Column): Sql | undefined {
  const column = raw(name)
  if (/^(LowCardinality\()?(Nullable\()?String\)*$/.test(type)) return sql`[toString(${column})]`
  if (/^Array\((LowCardinality\()?String\)*$/.test(type)) return sql`arrayMap(one -> toString(one), ${column})`
  if (/^Map\(.*String.*, .*String.*\)$/.test(type)) {
    return sql`arrayConcat(arrayMap(one -> toString(one), mapKeys(${column})), arrayMap(one -> toString(one), mapValues(${column})))`
  }
  return undefined
}

/** All tables of the warehouse in which something of a person can stand. */
export async function placesOf(warehouse: Warehouse): Promise<Place[]> {
  const columns = await warehouse.rows<Column>(sql`
    select table, name, type from system.columns where database = currentDatabase() and table in (
      select name from system.tables where database = currentDatabase() and engine like '%MergeTree')
      and default_kind not in ('ALIAS', 'EPHEMERAL')
    order by table, position`)
  const local = warehouse.cluster ? /_local$/ : /$/
  const tables = [...new Set(columns.map(({ table }) => table))].filter((name) => local.test(name) && isName(name))
  return tables.flatMap((name): Place[] => {
    const own = columns.filter((one) => one.table === name && isName(one.name))
    if (!own.some((one) => one.name === 'workspace')) return []
    return [
      {
        table: warehouse.cluster ? name.replace(local, '') : name,
        columns: holders.filter((holder) => own.some((one) => one.name === holder && one.type === 'UInt128')),
        second: own.some((one) => one.name === 'anchor2'),
        texts: own.flatMap((one) => {
          const list = listOf(one)
          return list ? [{ name: one.name, list }] : []
        }),
      },
    ]
  })
}
