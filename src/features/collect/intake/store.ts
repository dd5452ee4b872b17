import type { Log } from '../../../platform/log.ts'
import { EngineError } from '../../../platform/warehouse/errors.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { SourceRef } from '../sources/schema.ts'
import type { Lines } from './lines.ts'
import { edgeColumns, eventColumns, identityColumns, traitColumns } from './rows.ts'

export type Batch = {
  readonly rows: Lines
  readonly sources: readonly SourceRef[]
  /** How many rows are durable or refused, from the first on: a further try goes on there. */
  readonly stored: { rows: number }
  /** New identifiers by workspace: the anchor and its line. */
  readonly identities: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly edges: readonly string[]
  readonly traits: readonly string[]
}

const bytes = (lines: readonly string[]): Buffer => Buffer.from(lines.join(''))

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
  async function events(batch: Batch, from: number, to: number): Promise<void> {
    if (from >= to) return
    try {
      await warehouse.insertLines('events', eventColumns, batch.rows.bytes(from, to))
      batch.stored.rows = to
    } catch (error) {
      if (!isRefusal(error)) throw error
      const only = to - from === 1 ? from : from + (error.row ?? 0) - 1
      const source = batch.sources[only]
      if (only < from || only >= to || source === undefined) {
        const half = Math.ceil((from + to) / 2)
        await events(batch, from, half)
        return events(batch, half, to)
      }
      await events(batch, from, only)
      refused(source, batch.rows.bytes(only, only + 1).toString(), error.message)
      batch.stored.rows = only + 1
      await events(batch, only + 1, to)
    }
  }

  return async (batch: Batch): Promise<void> => {
    const { identities, edges, traits } = batch
    await Promise.all([
      unnamed(identities).then((lines) => beside('identities', identityColumns, lines)),
      beside('edges', edgeColumns, edges),
      beside('traits', traitColumns, traits),
    ])
    await events(batch, batch.stored.rows, batch.rows.count)
  }
}
