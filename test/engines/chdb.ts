import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { openChdb } from '../../src/platform/warehouse/chdb.ts'
import { migrate } from '../../src/platform/warehouse/migrate.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'

/**
 * An in-process warehouse in a directory of its own with all migrations applied. A process can have one at a time:
 * open one per test file and give every test a fresh workspace.
 */
export async function temporaryWarehouse(): Promise<Warehouse> {
  const path = await mkdtemp(join(tmpdir(), 'fernweh-warehouse-'))
  const warehouse = await openChdb({ path, grace: 1 })
  await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
  const close = async () => {
    await warehouse.close()
    await rm(path, { recursive: true, force: true })
  }
  return { ...warehouse, close }
}
