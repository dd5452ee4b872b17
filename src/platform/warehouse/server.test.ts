import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClickHouse, startClickHouse } from '../../../test/engines/clickhouse.ts'
import { openWarehouse } from './open.ts'
import { openClickHouse } from './server.ts'
import { sql } from './sql.ts'
import { warehouseContract } from './warehouse.contract.ts'
import type { Warehouse } from './warehouse.ts'

let server: ClickHouse
beforeAll(async () => {
  server = await startClickHouse()
})
afterAll(() => server.stop())

describe('a ClickHouse server', () =>
  warehouseContract(() => openWarehouse({ dataDirectory: 'unused', clickhouseUrl: server.url })))

describe('several nodes', () => {
  const name = async (warehouse: Warehouse) => {
    const [row] = await warehouse.rows<{ name: string }>(sql`SELECT currentDatabase() AS name`)
    return row?.name
  }

  test('are asked in turn, and one that cannot be reached is passed over', async () => {
    const target = Number(new URL(server.url).port)
    const way = createServer((socket) => socket.pipe(connect(target, '127.0.0.1')).pipe(socket))
    const sockets = new Set<Socket>()
    way.on('connection', (socket) => sockets.add(socket.on('error', () => {})))
    await once(way.listen(0, '127.0.0.1'), 'listening')
    const address = way.address()
    const port = address && typeof address === 'object' ? address.port : 0
    const warehouse = await openClickHouse({ url: `${server.url},http://127.0.0.1:${port}/second` })
    expect([await name(warehouse), await name(warehouse)].sort()).toEqual(['fernweh', 'second'])
    way.close()
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => name(warehouse).catch(() => undefined)).toBe('fernweh')
    expect([await name(warehouse), await name(warehouse)]).toEqual(['fernweh', 'fernweh'])
    await warehouse.close()
    await expect(warehouse.rows(sql`SELECT 1`)).rejects.toThrow('The warehouse is closed')
  })

  test('a server that is not there is told as such', () =>
    expect(openClickHouse({ url: 'http://127.0.0.1:9' })).rejects.toMatchObject({ code: 'clickhouse.unreachable' }))
})
