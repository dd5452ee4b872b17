import { join } from 'node:path'
import type { Warehouse } from './warehouse.ts'

export type WarehouseConfig = {
  readonly dataDirectory: string
  /** ClickHouse servers instead of the in-process engine: one URL or several separated by commas. */
  readonly clickhouseUrl?: string
  readonly clickhouseCluster?: string
}

/** The warehouse that the configuration names; the in-process engine is loaded only where it is used. */
export async function openWarehouse(config: WarehouseConfig): Promise<Warehouse> {
  if (config.clickhouseUrl) {
    const { openClickHouse } = await import('./server.ts')
    return openClickHouse({ url: config.clickhouseUrl, cluster: config.clickhouseCluster })
  }
  const { openChdb } = await import('./chdb.ts')
  return openChdb({ path: join(config.dataDirectory, 'warehouse') })
}
