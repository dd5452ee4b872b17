import { openCollect } from '../../src/features/collect/collect.ts'
import { openLog } from '../../src/platform/log.ts'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { migratePostgres } from '../../src/platform/postgres/migrate.ts'
import { openPostgres } from '../../src/platform/postgres/open.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { migrate } from '../../src/platform/warehouse/migrate.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import { p, raw, render, type Sql, sql } from '../../src/platform/warehouse/sql.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { newWorkspace } from './collect.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

const sayFirstLine = (query: Sql) => say(render(query).text.trim().split('\n', 1)[0] ?? '')

const telling = (warehouse: Warehouse): Warehouse => ({
  ...warehouse,
  command(query, options) {
    sayFirstLine(query)
    return warehouse.command(query, options)
  },
  everywhere(statement, options) {
    sayFirstLine(statement(raw))
    return warehouse.everywhere(statement, options)
  },
  readFile: (file, use) => {
    say('reading')
    return warehouse.readFile(file, use)
  },
})

/** Imports a file on a data directory as the program does after a start, saying what it does; it may be killed. */
async function importOnce(directory: string, file: string, clickhouseUrl?: string, clickhouseCluster?: string) {
  const root = repositoryRoot()
  const postgres = await openPostgres({ dataDirectory: directory })
  const warehouse = await openWarehouse({ dataDirectory: directory, clickhouseUrl, clickhouseCluster })
  await migratePostgres(postgres, migrationFiles(root, '.pg.sql'))
  await migrate(warehouse, migrationFiles(root, '.ch.sql'))
  const log = openLog('error')
  const collect = openCollect({ db: postgres.db, warehouse: telling(warehouse), log, directory })
  const { rows } = await postgres.pool.query<{ id: string }>('select id from workspace')
  const id = rows[0]?.id
  const workspace = await newWorkspace(postgres, id === undefined ? {} : { id })
  await collect.recover()
  say('recovered')
  await collect.imports.importFile(workspace, file, undefined)
  await collect.imports.idle()
  const [totals] = await warehouse.rows(
    sql`select toUInt32(count()) as events, toUInt32(uniqExact(anchor)) as people,
        (select toUInt32(sum(length(times))) from paths final where workspace = ${p.uuid(workspace.id)}) as touches
      from events where workspace = ${p.uuid(workspace.id)}`,
  )
  const imports = (await collect.imports.all(workspace.id)).map(({ state, imported, duplicates }) => ({
    state,
    imported,
    duplicates,
  }))
  say(`result ${JSON.stringify({ ...Object(totals), imports })}`)
  await collect.close()
  await warehouse.close()
  await postgres.close()
}

const [directory = '', file = '', ...servers] = process.argv.slice(2)
importOnce(directory, file, ...servers).catch((error: unknown) => {
  say(`failed ${error instanceof Error ? error.stack : error}`)
  process.exitCode = 1
})
