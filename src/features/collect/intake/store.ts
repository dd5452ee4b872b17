import type { Log } from '../../../platform/log.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { SourceRef } from '../sources/schema.ts'
import { type Lines, linesIn, openLines } from './lines.ts'
import { edgeColumns, eventColumns, identityColumns, traitColumns } from './rows.ts'
import { sift } from './sift.ts'

export type Batch = {
  readonly rows: Lines
  /** Where each row comes from. */
  readonly sources: readonly SourceRef[]
  /** New identifiers by workspace: the anchor and its line. */
  readonly identities: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly edges: readonly string[]
  readonly traits: readonly string[]
}

/** How many rows of a batch are stored or refused, from the first on: a further try goes on there. */
export type Progress = { rows: number }

const bytes = (lines: readonly string[]): Buffer => Buffer.from(lines.join(''))

type Key = { readonly workspace: string; readonly anchor: string; readonly message: string; readonly key: string }

/** What names the row of an event: the texts of its first, second and fourth column, in which no comma can be. */
function keyOf(row: Buffer): Key {
  const [workspace = '', anchor = '', , message = ''] = row.toString('latin1', 0, 200).split(',', 4)
  return { workspace: workspace.slice(2, -1), anchor, message, key: `${anchor} ${message}` }
}

/** Writes batches: what names people first, then the events, so that no event has an unnamed person. */
export function openStore(
  warehouse: Warehouse,
  refused: (source: SourceRef, row: string, why: string) => void,
  log: Log,
) {
  /** The identifiers that have no row yet: a second row would say that they were seen later. */
  async function unnamed(identities: Batch['identities']): Promise<string[]> {
    const lists = await Promise.all(
      [...identities].map(async ([workspace, lines]) => {
        const anchors = p.anchors([...lines.keys()])
        const known = await warehouse.rows<{ anchor: string }>(
          sql`select anchor from identities where workspace = ${p.uuid(workspace)} and anchor in ${anchors}`,
        )
        const has = new Set(known.map((row) => row.anchor))
        return [...lines].filter(([anchor]) => !has.has(anchor)).map(([, line]) => line)
      }),
    )
    return lists.flat()
  }

  /** What is said beside the events; where the engine refuses a row of it, the events are worth more. */
  function beside(table: string, columns: readonly string[], lines: readonly string[]): Promise<void> {
    const rows = linesIn(bytes(lines))
    const refused = (_nth: number, error: Error) => log.error({ err: error }, `A row of ${table} was refused`)
    return sift(warehouse, { table, columns, rows, refused }, 0, rows.count)
  }

  /** Stores the rows from where a try before ended. */
  function events({ rows, sources }: Batch, progress: Progress): Promise<void> {
    const told = (nth: number, error: Error) => {
      const source = sources[nth]
      if (source) refused(source, rows.bytes(nth, nth + 1).toString(), error.message)
    }
    const passed = (nth: number) => {
      progress.rows = nth
    }
    const what = { table: 'events', columns: eventColumns, rows, refused: told, passed }
    return sift(warehouse, what, progress.rows, rows.count)
  }

  /** What of a batch is not in the engine: a try that failed, or a program that ended, may have stored some of it. */
  async function missing(batch: Batch, from = 0): Promise<Batch> {
    const rows = Array.from({ length: batch.rows.count - from }, (_, nth) =>
      batch.rows.bytes(from + nth, from + nth + 1),
    )
    const named = rows.map((row) => keyOf(row))
    const workspaces = [...new Set(named.map(({ workspace }) => workspace))]
    const found = await Promise.all(
      workspaces.map((one) =>
        known(
          one,
          named.filter(({ workspace }) => workspace === one),
        ),
      ),
    )
    const has = new Set(found.flat())
    const lines = openLines(1024)
    const left = rows.filter((_, nth) => !has.has(named[nth]?.key ?? ''))
    for (const row of left) lines.append(row)
    const sources = batch.sources.slice(from).filter((_, nth) => !has.has(named[nth]?.key ?? ''))
    return { ...batch, rows: lines, sources }
  }

  async function known(workspace: string, keys: readonly Key[]): Promise<string[]> {
    const [anchors, messages] = [keys.map(({ anchor }) => anchor), keys.map(({ message }) => message)]
    const rows = await warehouse.rows<{ anchor: string; message: string }>(
      sql`select anchor, message from events
        where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(anchors)} and message in ${p.anchors(messages)}`,
      { seconds: 120 },
    )
    return rows.map(({ anchor, message }) => `${anchor} ${message}`)
  }

  return {
    missing,
    async write(batch: Batch, progress: Progress = { rows: 0 }): Promise<void> {
      const { identities, edges, traits } = batch
      await Promise.all([
        unnamed(identities).then((lines) => beside('identities', identityColumns, lines)),
        beside('edges', edgeColumns, edges),
        beside('traits', traitColumns, traits),
      ])
      await events(batch, progress)
    },
  }
}

export type Store = ReturnType<typeof openStore>
