import { afterAll, beforeAll, describe } from 'vitest'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { startClickHouse, startCluster } from '../engines/clickhouse.ts'
import { connected } from '../engines/product.ts'

/** Servers that several tests share, one after the other. */
export type Servers = {
  readonly warehouse: () => Warehouse
  /** Opens the warehouse for a test that closes what it has opened; the servers go on. */
  readonly open: () => Promise<Warehouse>
  /** Where the servers keep their data. */
  readonly directory: () => string
}

/** Runs tests on a ClickHouse server and on a cluster of two shards, each with all migrations applied. */
export function onServers(what: string, tests: (servers: Servers) => void): void {
  describe.each([
    ['a ClickHouse server', startClickHouse],
    ['a cluster of two shards', () => startCluster(2)],
  ])(`${what} on %s`, (_, start) => {
    let warehouse: Warehouse
    let directory: string
    beforeAll(async () => {
      const servers = await start()
      directory = servers.directory
      warehouse = await connected(servers)
    })
    afterAll(() => warehouse.close())

    tests({
      warehouse: () => warehouse,
      open: async () => ({ ...warehouse, close: async () => {} }),
      directory: () => directory,
    })
  })
}
