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

const one = ['a ClickHouse server', startClickHouse] as const
const two = ['a cluster of two shards', () => startCluster(2)] as const

/** Runs tests on a ClickHouse server and on a cluster of two shards, each with all migrations applied. */
export const onServers = (what: string, tests: (servers: Servers) => void): void => on([one, two], what, tests)

/** On two shards alone, for what differs from one server only by its shards. */
export const onShards = (what: string, tests: (servers: Servers) => void): void => on([two], what, tests)

function on(kinds: readonly (typeof one | typeof two)[], what: string, tests: (servers: Servers) => void): void {
  describe.each(kinds)(`${what} on %s`, (_, start) => {
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
