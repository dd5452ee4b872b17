import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { migrate } from '../../src/platform/warehouse/migrate.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import { type ClickHouse, startClickHouse, startCluster } from '../engines/clickhouse.ts'
import { temporaryCollect } from '../engines/collect.ts'

const fixtures = join(repositoryRoot(), 'test/fixtures')

describe.each([
  ['a ClickHouse server', startClickHouse],
  ['a cluster of two shards', () => startCluster(2)],
])('imports on %s', (_, start) => {
  let servers: ClickHouse
  let bench: Awaited<ReturnType<typeof temporaryCollect>>

  beforeAll(async () => {
    servers = await start()
    const { url: clickhouseUrl, cluster: clickhouseCluster } = servers
    bench = await temporaryCollect(async () => {
      const warehouse = await openWarehouse({ dataDirectory: 'unused', clickhouseUrl, clickhouseCluster })
      await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
      return warehouse
    })
  })
  afterAll(async () => {
    await bench.close()
    await servers.stop()
  })

  test('an event file, twice, taken back, and again', async () => {
    const workspace = await bench.workspace()
    const file = join(fixtures, 'ecom.csv.gz')
    const first = await bench.importPath(workspace, file)
    expect(first).toMatchObject({ state: 'done', imported: 31_106, people: 600 })
    expect(await bench.importPath(workspace, file)).toMatchObject({ imported: 0, duplicates: 31_106 })
    await bench.undo(workspace, first.id)
    expect(await bench.totals(workspace)).toMatchObject({ events: 0 })
    const [head = '', ...rows] = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
    const twice = [head, ...rows.slice(0, 100), ...rows.slice(0, 100), 'u1,s1,,2024-01-01,,,,'].join('\n')
    const part = await bench.importBytes(workspace, twice)
    expect(part).toMatchObject({ read: 201, imported: 200, rejected: 1 })
    expect(await bench.rejects(part)).toHaveLength(1)
    expect(await bench.importPath(workspace, file)).toMatchObject({ imported: 31_006, duplicates: 100 })
    expect(await bench.totals(workspace)).toMatchObject({ events: 31_206, people: 600 })
  })

  test('transactions by basket in two files', async () => {
    const workspace = await bench.workspace()
    const file = join(fixtures, 'transactions.csv')
    const [head = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n')
    await bench.importBytes(workspace, [head, ...rows.slice(0, 2500)].join('\n'))
    const before = await bench.totals(workspace)
    const all = await bench.importPath(workspace, file)
    expect(all).toMatchObject({ imported: 2500, duplicates: 2500 })
    expect((await bench.totals(workspace)).events).toBe(new Set(rows.map((row) => row.split(',')[2])).size)
    await bench.undo(workspace, all.id)
    expect(await bench.totals(workspace)).toEqual(before)
  })
})
