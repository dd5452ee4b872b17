import { afterAll, beforeAll, describe } from 'vitest'
import { mergingContract } from '../../src/features/collect/identity/merging.contract.ts'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { migrate } from '../../src/platform/warehouse/migrate.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { type ClickHouse, startClickHouse, startCluster } from '../engines/clickhouse.ts'

describe.each([
  ['a ClickHouse server', startClickHouse],
  ['a cluster of two shards', () => startCluster(2)],
])('on %s', (_, start) => {
  let servers: ClickHouse
  let warehouse: Warehouse
  beforeAll(async () => {
    servers = await start()
    const { url: clickhouseUrl, cluster: clickhouseCluster } = servers
    warehouse = await openWarehouse({ dataDirectory: 'unused', clickhouseUrl, clickhouseCluster })
    await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
  })
  afterAll(async () => {
    await warehouse.close()
    await servers.stop()
  })

  mergingContract(() => warehouse, 2)
})
