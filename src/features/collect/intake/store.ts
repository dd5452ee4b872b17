import type { Log } from '../../../platform/log.ts'
import { EngineError } from '../../../platform/warehouse/errors.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { SourceRef } from '../sources/schema.ts'
import { type Lines, openLines } from './lines.ts'
import { edgeColumns, eventColumns, identityColumns, traitColumns } from './rows.ts'

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

const isRefusal = (error: unknown): error is EngineError => error instanceof EngineError

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

  /** What is said beside the events; where the engine refuses it, the events are worth more. */
  async function beside(table: string, columns: readonly string[], lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return
    try {
      await warehouse.insertLines(table, columns, bytes(lines))
    } catch (error) {
      if (!isRefusal(error)) throw error
      if (lines.length === 1) return log.error({ err: error }, `A row of ${table} was refused`)
      const half = Math.ceil(lines.length / 2)
      await beside(table, columns, lines.slice(0, half))
      await beside(table, columns, lines.slice(half))
    }
  }

  /** Stores some of the rows, in their order; one that the engine refuses is taken out, found by its number or by halves. */
  async function events(batch: Batch, progress: Progress, from: number, to: number): Promise<void> {
    if (from >= to) return
    try {
      await warehouse.insertLines('events', eventColumns, batch.rows.bytes(from, to))
      progress.rows = to
    } catch (error) {
      if (!isRefusal(error)) throw error
      const only = to - from === 1 ? from : from + (error.row ?? 0) - 1
      const source = batch.sources[only]
      if (only < from || only >= to || source === undefined) {
        const half = Math.ceil((from + to) / 2)
        await events(batch, progress, from, half)
        return events(batch, progress, half, to)
      }
      await events(batch, progress, from, only)
      refused(source, batch.rows.bytes(only, only + 1).toString(), error.message)
      progress.rows = only + 1
      await events(batch, progress, only + 1, to)
    }
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
      await events(batch, progress, progress.rows, batch.rows.count)
    },
  }
}

export type Store = ReturnType<typeof openStore>
