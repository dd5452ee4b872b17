import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Database } from '../../../platform/postgres/open.ts'
import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { identitiesIn } from '../../collect/index.ts'
import { anchorList } from '../anchors.ts'
import type { Gate } from '../consent/gate.ts'
import type { PrivacyStore } from '../consent/store.ts'
import { keyed } from '../consent/token.ts'
import { countNaming, dropMarkedRows, dropOldParts, eraseAnchors, eraseTexts } from './eraseEvents.ts'
import { dropDeletedRows, eraseRecords, findRecords } from './eraseRecords.ts'
import { eraseFiles, findBytes } from './files.ts'
import { bytesOf } from './needles.ts'
import { type Place, placesOf } from './places.ts'
import type { Erasure, ErasureChecks } from './schema.ts'
import type { ProtectionStore } from './store.ts'
import type { Suppression } from './suppression.ts'

export type EraseDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly privacy: PrivacyStore
  readonly store: ProtectionStore
  readonly suppression: Suppression
  readonly gate: Gate
  /** The folder of all data. */
  readonly directory: string
  readonly importsOf: (workspace: string) => Promise<readonly string[]>
  /** Runs while no import does, after all that came in was stored, and without copies of properties. */
  readonly alone: <T>(workspace: string, work: () => Promise<T>) => Promise<T>
  /** Resolves once every event taken so far is stored. */
  readonly arrived: () => Promise<void>
  readonly settle: (settling: { readonly workspace: string; readonly touched: Sql }) => Promise<void>
  readonly now: () => number
}

export type ErasureOrder = {
  readonly workspace: string
  readonly person: string
  readonly anchors: readonly string[]
  /** The account of who asked for it; null: the command line. */
  readonly by: string | null
}

/** Everything about people goes, from every store, and what is left is searched. */
export function openErase(deps: EraseDeps) {
  const { db, warehouse, privacy, store, suppression, gate, directory, importsOf, alone, arrived, settle, now } = deps
  const tagged = { tag: 'erasure', seconds: 600 }

  /** What names the person: identifiers, and addresses among the traits. */
  async function identifiersOf(workspace: string, anchors: readonly string[]): Promise<string[]> {
    const rows = await warehouse.rows<{ value: string }>(
      sql`select distinct value from (
        select value from ${identitiesIn({ workspace })} where anchor in ${p.anchors(anchors)}
        union all
        select value from traits where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(anchors)}
          and key in ('email', 'phone'))`,
      tagged,
    )
    return rows.map(({ value }) => value).filter((value) => value.trim() !== '')
  }

  async function checked(
    workspace: string,
    identifiers: readonly string[],
    places: readonly Place[],
    oldParts: number,
  ) {
    const left: { where: string; count: number }[] = []
    for (const place of places) {
      const count = await countNaming(warehouse, workspace, place, identifiers)
      if (count > 0) left.push({ where: `ClickHouse ${place.table}`, count })
    }
    left.push(...(await findRecords(db, workspace, identifiers)))
    const found = await findBytes(directory, bytesOf(identifiers))
    const folders = found.files.map((file) => file.slice(join(directory, '/').length).split('/')[0] ?? '')
    for (const folder of new Set(folders)) {
      left.push({ where: `files ${folder}`, count: folders.filter((one) => one === folder).length })
    }
    const checks: ErasureChecks = { asked: places.length, filesRead: found.read, oldParts, left }
    return checks
  }

  async function removeRows(workspace: string, anchors: readonly string[], identifiers: readonly string[]) {
    const places = await placesOf(warehouse)
    const tables = places.map(({ table }) => table)
    await dropMarkedRows(warehouse, tables)
    const counts = {
      ...(await eraseAnchors(warehouse, workspace, anchors, places)),
      ...(await eraseTexts(warehouse, workspace, identifiers, places)),
    }
    const records = await eraseRecords(db, workspace, anchors)
    return { places, tables, counts: { ...counts, ...records }, records: Object.keys(records) }
  }

  return {
    /** Erases one person and keeps a protocol of it that says no more than that it was done. */
    person: ({ workspace, person, anchors, by }: ErasureOrder): Promise<Erasure> =>
      alone(workspace, async () => {
        const at = new Date(now())
        const identifiers = await identifiersOf(workspace, anchors)
        await suppression.add(workspace, anchors, at)
        gate.changed(workspace)
        await arrived()
        const { places, tables, counts, records } = await removeRows(workspace, anchors, identifiers)
        const files = await eraseFiles(directory, workspace, await importsOf(workspace), identifiers)
        const requests = await store.forgetRequests(workspace, anchors, at)
        await settle({ workspace, touched: anchorList(anchors) })
        const oldParts = await dropOldParts(warehouse, tables)
        await dropDeletedRows(db, [...records, 'protection_request'])
        const checks = await checked(workspace, identifiers, places, oldParts)
        const { secret } = await privacy.privacy(workspace)
        const erasure = {
          id: randomUUID(),
          reason: 'person' as const,
          people: 1,
          counts: { ...counts, ...files, ...(requests > 0 ? { protection_request: requests } : {}) },
          checks,
        }
        const personHash = keyed(secret, 'protocol', person).toString('hex')
        await store.addErasure({ ...erasure, workspace, personHash, at, by })
        return { ...erasure, at: at.toISOString(), by: '' }
      }),

    /** Removes people because their time is over; they may come back. */
    people: (workspace: string, anchors: readonly string[]): Promise<Record<string, number>> =>
      alone(workspace, async () => {
        const { counts, tables } = await removeRows(workspace, anchors, [])
        await store.forgetRequests(workspace, anchors, new Date(now()))
        await settle({ workspace, touched: anchorList(anchors) })
        await dropOldParts(warehouse, tables)
        return counts
      }),
  }
}

export type Erase = ReturnType<typeof openErase>
