import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Workspace } from '../../src/features/admin/index.ts'
import { type Collect, openCollect } from '../../src/features/collect/collect.ts'
import type { Import, Mapping } from '../../src/features/collect/schema.ts'
import { openLog } from '../../src/platform/log.ts'
import { type Postgres, tables } from '../../src/platform/postgres/open.ts'
import { p, sql } from '../../src/platform/warehouse/sql.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { temporaryWarehouse } from './chdb.ts'
import { temporaryPglite } from './postgres.ts'

type WorkspaceTable = { id: string; name: string; time_zone: string; currency: string; language: string }

/** A workspace of its own in the database. */
export async function newWorkspace(postgres: Postgres, settings: Partial<Workspace> = {}): Promise<Workspace> {
  const made: Workspace = {
    id: randomUUID(),
    name: 'test',
    timeZone: 'UTC',
    currency: 'EUR',
    language: 'en',
    role: 'owner',
    ...settings,
  }
  const { id, name, timeZone, currency, language } = made
  const db = tables<{ workspace: WorkspaceTable }>(postgres.db)
  await db
    .insertInto('workspace')
    .values({ id, name, time_zone: timeZone, currency, language })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return made
}

/** An import after everything that was asked has ended. */
export async function ended(collect: Collect, workspace: string, id: string): Promise<Import> {
  await collect.imports.idle()
  return collect.imports.find(workspace, id)
}

export type Totals = { readonly events: number; readonly people: number; readonly value: number | null }

export type TemporaryCollect = Awaited<ReturnType<typeof temporaryCollect>>

/** Everything an import needs, in memory and a temporary folder, and short ways to use it. */
export async function temporaryCollect(openWarehouse: () => Promise<Warehouse> = temporaryWarehouse) {
  const directory = await mkdtemp(join(tmpdir(), 'fernweh-collect-'))
  const warehouse = await openWarehouse()
  const postgres = await temporaryPglite()
  const collect = openCollect({ db: postgres.db, warehouse, log: openLog('silent'), directory })

  async function importPath(workspace: Workspace, path: string, mapping?: Mapping): Promise<Import> {
    const { id } = await collect.imports.importFile(workspace, path, mapping)
    return ended(collect, workspace.id, id)
  }

  return {
    collect,
    warehouse,
    postgres,
    directory,
    workspace: (settings?: Partial<Workspace>) => newWorkspace(postgres, settings),
    importPath,
    async importBytes(workspace: Workspace, content: string | Uint8Array, mapping?: Mapping): Promise<Import> {
      const path = join(directory, randomUUID())
      await writeFile(path, content)
      return importPath(workspace, path, mapping)
    },
    async undo(workspace: Workspace, id: string): Promise<Import> {
      await collect.imports.undo(workspace.id, id)
      return ended(collect, workspace.id, id)
    },
    async totals(workspace: Workspace): Promise<Totals> {
      const [row] = await warehouse.rows<Totals>(
        sql`select toUInt32(count()) as events, toUInt32(uniqExact(anchor)) as people, toFloat64(sum(value)) as value
          from events where workspace = ${p.uuid(workspace.id)}`,
      )
      return row ?? { events: 0, people: 0, value: null }
    },
    /** The rejected rows of an import as they stand in its file, without the heading. */
    async rejects(done: Import): Promise<string[]> {
      if (done.rejectsFile === null) return []
      return (await readFile(done.rejectsFile, 'utf8')).trimEnd().split(/\r?\n/).slice(1)
    },
    async close(): Promise<void> {
      await collect.close()
      await warehouse.close()
      await postgres.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
