import { join } from 'node:path'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorList } from '../anchors.ts'
import type { Gate } from '../consent/gate.ts'
import { countLeft, dropMarkedRows, dropOldParts, findRows, findTexts } from './eraseEvents.ts'
import { dropDeletedRows, findNotes, findRecords, recordsLeft, tablesAmong } from './eraseRecords.ts'
import { findBytes, findFiles } from './files.ts'
import { inBytes, type Needle, namesPerson, needlesOf, patternsOf, shortOf } from './needles.ts'
import type { Order, Orders, Subject } from './orders.ts'
import { type Place, placesOf } from './places.ts'
import { atLeast, type Counts, countsOf, type Removal, together } from './removal.ts'
import type { ErasureChecks } from './schema.ts'
import type { ProtectionStore } from './store.ts'
import type { Suppression } from './suppression.ts'

export type EraseDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly store: ProtectionStore
  readonly orders: Orders
  readonly suppression: Suppression
  readonly gate: Gate
  /** The folder of all data. */
  readonly directory: string
  readonly importsOf: (workspace: string) => Promise<readonly string[]>
  /** The country of phone numbers that name none. */
  readonly countryOf: (workspace: string) => Promise<string>
  /** Runs while no import does, after all that came in was stored, and without copies of properties. */
  readonly alone: <T>(workspace: string, work: () => Promise<T>) => Promise<T>
  /** Resolves once every event taken so far is stored. */
  readonly arrived: () => Promise<void>
  readonly settle: (settling: { readonly workspace: string; readonly touched: Sql }) => Promise<void>
  readonly now: () => number
}

/** What a person is looked for by. */
type Sought = {
  readonly workspace: string
  readonly anchors: readonly string[]
  readonly needles: readonly Needle[]
  readonly patterns: readonly string[]
  readonly short: readonly string[]
}

/** What removes something while the search finds it still; what nothing can remove is found twice. */
const mostRounds = 2

const nothingLeft: ErasureChecks = { asked: 0, filesRead: 0, oldParts: 0, short: 0, left: [] }

/** Carries orders out: everything about people goes, from every store, and what is left is searched. */
export function openErase(deps: EraseDeps) {
  const { db, warehouse, store, orders, suppression, gate, directory, now } = deps

  async function soughtBy(workspace: string, { anchors, identifiers }: Subject): Promise<Sought> {
    const needles = needlesOf(identifiers, await deps.countryOf(workspace))
    return { workspace, anchors, needles, patterns: patternsOf(needles), short: shortOf(identifiers) }
  }

  async function found({ workspace, anchors, needles, patterns, short }: Sought, places: readonly Place[]) {
    const rows = [
      ...(await findRows(warehouse, workspace, anchors, places)),
      ...(await findTexts(warehouse, workspace, patterns, places)),
      ...(await findRecords(db, workspace, anchors)),
    ]
    const requests = await store.countRequests(workspace, anchors)
    const at = new Date(now())
    const asked: Removal[] =
      requests > 0
        ? [{ what: 'protection_request', rows: requests, remove: () => store.forgetRequests(workspace, anchors, at) }]
        : []
    if (needles.length + short.length === 0) return [...rows, ...asked]
    const names = namesPerson(needles, short)
    const notes = await findNotes(db, workspace, patterns, names)
    const files = await findFiles(directory, workspace, await deps.importsOf(workspace), names)
    return [...rows, ...asked, ...notes, ...files]
  }

  async function searched(sought: Sought, places: readonly Place[], oldParts: number): Promise<ErasureChecks> {
    const { workspace, anchors, needles, patterns, short } = sought
    const left: { where: string; count: number }[] = []
    for (const place of places) {
      const count = await countLeft(warehouse, workspace, place, anchors, patterns)
      if (count > 0) left.push({ where: `ClickHouse ${place.table}`, count })
    }
    left.push(...(await recordsLeft(db, workspace, anchors, patterns)))
    const { read, files } = await findBytes(directory, inBytes(needles))
    const folders = files.map((file) => file.slice(join(directory, '/').length).split('/')[0] ?? '')
    for (const folder of new Set(folders)) {
      left.push({ where: `files ${folder}`, count: folders.filter((one) => one === folder).length })
    }
    return { asked: places.length, filesRead: read, oldParts, short: short.length, left }
  }

  /** One round: counts and notes what is there, removes it, and tells what was counted in all. */
  async function remove(
    order: Order,
    sought: Sought,
    places: readonly Place[],
    count: (counts: Counts) => Counts,
    signal: AbortSignal,
  ) {
    const { workspace, anchors } = sought
    const tables = places.map(({ table }) => table)
    await dropMarkedRows(warehouse, tables)
    const removals = await found(sought, places)
    const counts = count(countsOf(removals))
    await orders.noteCounts(order.id, counts)
    for (const { remove } of removals) {
      signal.throwIfAborted()
      await remove()
    }
    await deps.settle({ workspace, touched: anchorList(anchors) })
    signal.throwIfAborted()
    const oldParts = await dropOldParts(warehouse, tables)
    await dropDeletedRows(db, await tablesAmong(db, Object.keys(counts)))
    return { counts, oldParts }
  }

  async function everywhere(order: Order, subject: Subject, signal: AbortSignal): Promise<ErasureChecks> {
    const sought = await soughtBy(order.workspace, subject)
    const places = await placesOf(warehouse)
    let done = await remove(order, sought, places, (found) => atLeast(order.counts, found), signal)
    if (order.reason === 'retention') return nothingLeft
    for (let round = 1; ; round++) {
      signal.throwIfAborted()
      const checks = await searched(sought, places, done.oldParts)
      if (checks.left.length === 0 || round === mostRounds) return checks
      done = await remove(order, sought, places, (found) => together(done.counts, found), signal)
    }
  }

  /** Carries an order out from wherever it stands; repeatable until it is finished. */
  return async ({ id, workspace }: Pick<Order, 'id' | 'workspace'>, signal: AbortSignal): Promise<void> =>
    deps.alone(workspace, async () => {
      const order = await orders.find(workspace, id)
      if (!order) return
      let { checks } = order
      if (order.subject) {
        if (order.reason === 'person') {
          await suppression.add(workspace, order.subject.anchors, order.askedAt)
          gate.changed(workspace)
        }
        await deps.arrived()
        checks = await everywhere(order, order.subject, signal)
        await orders.noteChecks(id, checks)
      }
      await dropDeletedRows(db, ['erasure_order'])
      await orders.finish(order, checks ?? nothingLeft, new Date(now()))
    })
}

export type Erase = ReturnType<typeof openErase>
