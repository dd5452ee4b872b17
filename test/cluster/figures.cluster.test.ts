import { afterAll, beforeAll, describe } from 'vitest'
import { figuresContract } from '../../src/features/journeys/figures.contract.ts'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { migrate } from '../../src/platform/warehouse/migrate.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { type ClickHouse, startCluster } from '../engines/clickhouse.ts'

describe('the map on a cluster of two shards', () => {
  let servers: ClickHouse
  let warehouse: Warehouse
  beforeAll(async () => {
    servers = await startCluster(2)
    const { url: clickhouseUrl, cluster: clickhouseCluster } = servers
    warehouse = await openWarehouse({ dataDirectory: 'unused', clickhouseUrl, clickhouseCluster })
    await migrate(warehouse, migrationFiles(repositoryRoot(), '.ch.sql'))
  })
  afterAll(async () => {
    await warehouse.close()
    await servers.stop()
  })

  figuresContract(() => warehouse)
})
