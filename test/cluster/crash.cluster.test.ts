import { test } from 'vitest'
import { startClickHouse, startCluster } from '../engines/clickhouse.ts'
import { killAndRepeat } from '../engines/killing.ts'

test.each([
  ['a ClickHouse server', startClickHouse],
  ['a cluster of two shards', () => startCluster(2)],
])(
  'killed at any point, an import into %s leaves nothing that repeating it does not put right',
  async (_, start) => {
    const servers = await start()
    try {
      await killAndRepeat(servers)
    } finally {
      await servers.stop()
    }
  },
  300_000,
)
