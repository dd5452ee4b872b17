import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { migrate } from '../../src/platform/warehouse/migrate.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import { p, sql } from '../../src/platform/warehouse/sql.ts'
import { warehouseContract } from '../../src/platform/warehouse/warehouse.contract.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { type ClickHouse, startCluster } from '../engines/clickhouse.ts'

let servers: ClickHouse
const open = () =>
  openWarehouse({ dataDirectory: 'unused', clickhouseUrl: servers.url, clickhouseCluster: servers.cluster })
beforeAll(async () => {
  servers = await startCluster(2)
})
afterAll(() => servers.stop())

describe('a cluster of two shards', () => warehouseContract(open))

describe('rows of one person', () => {
  const workspace = randomUUID()
  const people = 500
  let warehouse: Warehouse
  beforeAll(async () => {
    warehouse = await open()
    await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
    const events = Array.from({ length: people * 4 }, (_, i) => ({
      workspace,
      anchor: String(i % people),
      raw_time: 1_709_287_200_000 + i * 1000,
      time: 1_709_287_200_000 + i * 1000,
      message: String(i),
      name: ['visit', 'cart'][i % 2],
    }))
    await warehouse.insert('events', events)
    await warehouse.insert('events', events.slice(0, 100))
    await warehouse.insert('codes', [
      { workspace, kind: 'event', name: 'visit', code: 1 },
      { workspace, kind: 'event', name: 'cart', code: 2 },
    ])
  })
  afterAll(() => warehouse.close())

  const where = sql`workspace = ${p.uuid(workspace)}`
  const shards = (table: 'events' | 'paths' | 'codes') => {
    const from = { events: sql`events`, paths: sql`paths`, codes: sql`codes` }[table]
    return warehouse.rows<{ shard: number; rows: number }>(
      sql`SELECT toUInt32(_shard_num) AS shard, toUInt32(count()) AS rows FROM ${from} WHERE ${where} GROUP BY shard ORDER BY shard`,
    )
  }
  const build = sql`INSERT INTO paths (workspace, person, version, times, events)
    SELECT workspace, anchor, 1, arrayMap(one -> one.1, arraySort(groupArray((toUnixTimestamp64Milli(time), code)) AS list)),
      arrayMap(one -> one.2, arraySort(list))
    FROM (
      SELECT workspace, anchor, time, code FROM events FINAL
      LEFT JOIN (SELECT name, code FROM codes WHERE ${where} AND kind = 'event') AS known USING name
      WHERE ${where}
    )
    GROUP BY workspace, anchor`

  test('lie on one shard, spread over both', async () => {
    const events = await shards('events')
    expect(events.map(({ shard }) => shard)).toEqual([1, 2])
    const [distinct] = await warehouse.rows(
      sql`SELECT toUInt32(max(shards)) AS most FROM
        (SELECT anchor, uniqExact(_shard_num) AS shards FROM events WHERE ${where} GROUP BY anchor)`,
    )
    expect(distinct).toEqual({ most: 1 })
    expect(await shards('codes')).toEqual([{ shard: 1, rows: 2 }])
  })

  test.each([
    ['through the sharding key', 0],
    ['on every shard by itself', 2],
  ])('become paths by INSERT SELECT %s', async (_, mode) => {
    await warehouse.everywhere((physical) => sql`TRUNCATE TABLE ${physical('paths')}`)
    await warehouse.command(build, { settings: { parallel_distributed_insert_select: mode } })
    const paths = await warehouse.rows(
      sql`SELECT toUInt32(count()) AS people, toUInt32(sum(length(times))) AS touches, toUInt32(uniqExact(person)) AS persons,
        groupUniqArray(length(times)) AS lengths, arraySort(groupUniqArrayArray(events)) AS codes
        FROM paths FINAL WHERE ${where}`,
    )
    expect(paths).toEqual([{ people, touches: people * 4, persons: people, lengths: ['4'], codes: [1, 2] }])
    const perShard = await warehouse.rows(
      sql`SELECT toUInt32(max(shards)) AS most FROM (
        SELECT anchor, uniqExact(shard) AS shards FROM (
          SELECT anchor, _shard_num AS shard FROM events WHERE ${where}
          UNION ALL SELECT person AS anchor, _shard_num AS shard FROM paths WHERE ${where}
        ) GROUP BY anchor)`,
    )
    expect(perShard).toEqual([{ most: 1 }])
  })

  test('subqueries see all shards', async () => {
    const [row] = await warehouse.rows(
      sql`SELECT toUInt32(uniqExact(anchor)) AS n FROM events
        WHERE ${where} AND name IN (SELECT name FROM codes WHERE ${where} AND code = 2)`,
    )
    expect(row).toEqual({ n: people / 2 })
  })
})
