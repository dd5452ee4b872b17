import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { EngineFile, FileReader, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { eventColumns } from './events.ts'
import { patient } from './stage.ts'

/**
 * What one contact of a file says anew. `anchor` is the identifier that stands for the contact; `anchors`, `kinds` and
 * `values` are identifiers, `others` those of them that are the same person, `keys` and `texts` traits. Anchors are
 * decimal text.
 */
export type ContactLine = {
  readonly anchor: string
  readonly row: number
  /** Whether the contact gets the event that makes it a person; when, in ms since 1970. */
  readonly added: boolean
  readonly time: number
  readonly anchors: readonly string[]
  readonly kinds: readonly string[]
  readonly values: readonly string[]
  readonly others: readonly string[]
  readonly keys: readonly string[]
  readonly texts: readonly string[]
}

/** The event that a contact without any other has. */
export const contactAdded = 'contact_added'

const structure = `anchor UInt128, row UInt64, added Bool, time Int64, anchors Array(UInt128), kinds Array(String),
  values Array(String), others Array(UInt128), keys Array(String), texts Array(String)`

type Storing = {
  readonly workspace: string
  readonly import: string
  readonly source: string
  readonly receivedMs: number
}

const at = (ms: number): Sql => p.ms(ms)

/** Both directions of what proves that two identifiers are one person. */
const edgesSql = ({ workspace, import: id, source, receivedMs }: Storing, from: Sql): Sql => sql`
  select ${p.uuid(workspace)}, pair.1, pair.2, 'together', ${at(receivedMs)},
    reinterpretAsUInt128(sipHash128Reference(concat(toString(${p.uuid(id)}), '\n', toString(anchor), '\n', toString(other)))),
    ${source}, ${p.uuid(id)}
  from (select anchor, arrayJoin(others) as other, arrayJoin([(anchor, other), (other, anchor)]) as pair from ${from})`

const eventsSql = ({ workspace, import: id, receivedMs }: Storing, from: Sql): Sql => sql`
  select ${p.uuid(workspace)}, anchor, fromUnixTimestamp64Milli(time, 'UTC') as moment,
    reinterpretAsUInt128(sipHash128Reference(concat(${`${contactAdded}\n`}, toString(anchor)))), moment, row,
    toUInt128(0), ${contactAdded}, '', 'import', '', NULL, '', map(), ${p.uuid(id)}, ${at(receivedMs)}
  from ${from} where added`

/** Stores what a file of lines in JSON says: identifiers and what joins them, traits, and the event of new contacts. */
export async function storeContacts(warehouse: Warehouse, path: string, storing: Storing): Promise<void> {
  const { workspace, import: id, source, receivedMs } = storing
  const file: EngineFile = { path, format: 'JSONEachRow', structure, compression: 'none' }
  const into = async (reader: FileReader, table: string, columns: readonly string[], select: Sql) =>
    reader.into(table, columns, select, patient)
  await warehouse.readFile(file, async (from, reader) => {
    await into(
      reader,
      'identities',
      ['workspace', 'anchor', 'kind', 'value', 'seen'],
      sql`select ${p.uuid(workspace)}, one.1, one.2, one.3, toDateTime(${at(receivedMs)}, 'UTC')
        from (select arrayJoin(arrayZip(anchors, kinds, values)) as one from ${from})`,
    )
    await into(
      reader,
      'edges',
      ['workspace', 'anchor', 'other', 'how', 'at', 'message', 'source', 'import'],
      edgesSql(storing, from),
    )
    await into(
      reader,
      'traits',
      ['workspace', 'anchor', 'key', 'value', 'source', 'at', 'import'],
      sql`select ${p.uuid(workspace)}, anchor, one.1, one.2, ${source}, ${at(receivedMs)}, ${p.uuid(id)}
        from (select anchor, arrayJoin(arrayZip(keys, texts)) as one from ${from})`,
    )
    await into(reader, 'events', eventColumns, eventsSql(storing, from))
  })
}

/**
 * Before an import is taken back: the contacts that exist by its event, but whom another import knows too, get an event
 * of that one.
 */
export const keepContactsSql = (workspace: string, id: string): Sql => sql`
  insert into events (${raw(eventColumns.join(', '))})
  select ${p.uuid(workspace)}, anchor, min(traits.at) as moment,
    reinterpretAsUInt128(sipHash128Reference(concat(${`${contactAdded}\n`}, toString(anchor)))), moment, 0,
    toUInt128(0), ${contactAdded}, '', 'import', '', NULL, '', map(), argMin(traits.import, traits.at), now64(3)
  from traits
  where workspace = ${p.uuid(workspace)} and startsWith(traits.source, 'contacts:') and traits.import != ${p.uuid(id)}
    and anchor global in (select anchor from events
      where workspace = ${p.uuid(workspace)} and import = ${p.uuid(id)} and name = ${contactAdded})
  group by anchor`

/** `system`: the kind of the other identifier, for records of a program with the program: `contact:hubspot`. */
export type JoinedAnchor = { readonly anchor: string; readonly other: string; readonly system: string }

/** Which of these anchors are known, and to which others they are joined. */
export async function knownAnchors(warehouse: Warehouse, workspace: string, anchors: readonly string[]) {
  const among = (list: readonly string[]): Sql =>
    sql`workspace = ${p.uuid(workspace)} and anchor in (select arrayJoin(${p.anchors(list)}))`
  const rows = await warehouse.rows<{ anchor: string }>(
    sql`select distinct toString(anchor) as anchor from identities where ${among(anchors)}`,
    patient,
  )
  const known = rows.map(({ anchor }) => anchor)
  if (known.length === 0) return { known, joined: [] }
  const edges = await warehouse.rows<Omit<JoinedAnchor, 'system'>>(
    sql`select distinct toString(anchor) as anchor, toString(other) as other from edges where ${among(known)}`,
    patient,
  )
  const named = await warehouse.rows<{ anchor: string; system: string }>(
    sql`select toString(anchor) as anchor,
        any(if(kind = 'contact', concat('contact:', splitByChar(':', value)[1]), toString(kind))) as system
      from identities where ${among([...new Set(edges.map(({ other }) => other))])} group by anchor`,
    patient,
  )
  const systems = new Map(named.map(({ anchor, system }) => [anchor, system]))
  return { known, joined: edges.map((edge): JoinedAnchor => ({ ...edge, system: systems.get(edge.other) ?? '' })) }
}
