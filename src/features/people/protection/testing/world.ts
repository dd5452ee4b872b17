import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { temporaryPglite } from '../../../../../test/engines/postgres.ts'
import { openLog } from '../../../../platform/log.ts'
import { migrationFiles } from '../../../../platform/migrations.ts'
import { migratePostgres } from '../../../../platform/postgres/migrate.ts'
import { openPostgres } from '../../../../platform/postgres/open.ts'
import { repositoryRoot } from '../../../../platform/root.ts'
import { migrate } from '../../../../platform/warehouse/migrate.ts'
import { openWarehouse } from '../../../../platform/warehouse/open.ts'
import { raw, render } from '../../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../../platform/warehouse/warehouse.ts'
import { type Caller, guarded, openAdmin } from '../../../admin/index.ts'
import { openCollect } from '../../../collect/index.ts'
import { Mapping } from '../../../collect/schema.ts'
import type { Retention } from '../../consent/schema.ts'
import { openPeople } from '../../index.ts'

export const local: Caller = { kind: 'local' }

export const mapping = Mapping.parse({
  persons: [
    { column: 'customer', kind: 'customer' },
    { column: 'email', kind: 'email' },
  ],
  time: { column: 'time', format: 'iso' },
  event: { column: 'event' },
})

/** The stores of one machine, in files below a directory. */
async function storesOnDisk(dataDirectory: string) {
  const postgres = await openPostgres({ dataDirectory })
  const warehouse = await openWarehouse({ dataDirectory })
  await migratePostgres(postgres, migrationFiles(repositoryRoot(), '.pg.sql'))
  await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
  return { postgres, warehouse }
}

const storesOnServers = async (open: () => Promise<Warehouse>) => ({
  postgres: await temporaryPglite(),
  warehouse: await open(),
})

/** An engine that fails some of the next statements that change every node. */
function openFailing(warehouse: Warehouse) {
  let left = 0
  const everywhere: Warehouse['everywhere'] = async (statement, options) => {
    if (left > 0 && render(statement(raw)).text.includes('delete where')) {
      left -= 1
      throw new Error('The engine failed')
    }
    return warehouse.everywhere(statement, options)
  }
  return {
    warehouse: { ...warehouse, everywhere },
    fail(times: number): void {
      left = times
    },
  }
}

/** Everything that this feature needs above its stores: those of one machine on the disk, or a warehouse on servers. */
export async function lawWorld(now: () => number, open?: () => Promise<Warehouse>) {
  const directory = await mkdtemp(join(tmpdir(), 'fernweh-law-'))
  const log = openLog('silent')
  const { postgres, warehouse: engine } = await (open ? storesOnServers(open) : storesOnDisk(directory))
  const { warehouse, fail } = openFailing(engine)
  const { db } = postgres
  const admin = openAdmin({ db, log, config: { secret: 's'.repeat(32) }, now })
  const collect = openCollect({ db, warehouse, log, directory, now })
  const people = openPeople({ db, warehouse, admin, collect, log, directory, now, erasurePauses: [0] })
  const routes = guarded({ people: people.routes }, admin)
  const { people: client } = createRouterClient(routes, { context: { caller: local } })
  const { id } = await admin.defaultWorkspace()
  let files = 0
  return {
    directory,
    postgres,
    warehouse,
    admin,
    collect,
    people,
    workspace: admin.defaultWorkspace,
    /** The engine fails the next deletions. */
    fail,
    client,
    erase: (person: string, word: string) => client.protection.erase({ workspace: id, person, word }),
    async setRetention(times: Retention) {
      const settings = await client.consent.settings({ workspace: id })
      await client.consent.changeSettings({ workspace: id, ...settings, ...times })
    },
    planRetention: async () => {
      const settings = await client.consent.settings({ workspace: id })
      const times = Object.entries(settings).filter(([name, value]) => name.endsWith('Months') && value !== null)
      return client.protection.retention({ workspace: id, ...Object.fromEntries(times) })
    },
    async importRows(rows: readonly string[]) {
      const workspace = await admin.defaultWorkspace()
      const folder = await mkdtemp(join(tmpdir(), 'fernweh-rows-'))
      const path = join(folder, `rows-${files++}.csv`)
      await writeFile(path, `customer,email,time,event,note\n${rows.join('\n')}\n`)
      const { id: file } = await collect.imports.importFile(workspace, path, mapping)
      await collect.imports.idle()
      await rm(folder, { recursive: true })
      return collect.imports.find(workspace.id, file)
    },
    async close() {
      await Promise.all([people.erasing.close(), collect.close()])
      await warehouse.close()
      await postgres.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
