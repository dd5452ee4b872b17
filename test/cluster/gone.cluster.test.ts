import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { p, sql } from '../../src/platform/warehouse/sql.ts'
import { startClickHouse } from '../engines/clickhouse.ts'
import { connected, serveProduct, temporaryProduct } from '../engines/product.ts'

/** A wire to a server of this machine that can be cut, whatever is under way on it, and joined again. */
async function openWire(to: number) {
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        ends.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  const join = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address ? address.port : port
  }
  const port = await join(0)
  return {
    url: `http://127.0.0.1:${port}`,
    async cut(): Promise<() => Promise<void>> {
      const closed = once(server, 'close')
      server.close()
      for (const end of ends) end.destroy()
      await closed
      return async () => void (await join(port))
    },
  }
}

const senders = 8
const perBatch = 20

test('a server that is gone for a while loses nothing that was acknowledged, and doubles nothing', async () => {
  const servers = await startClickHouse()
  const line = await openWire(Number(new URL(servers.url).port))
  const product = await temporaryProduct(await connected({ ...servers, url: line.url }))
  const server = await serveProduct(product)
  const settings = { name: 'Shop', timeZone: 'UTC', currency: 'EUR', language: 'de' } as const
  const { id: workspace } = await product.client.admin.createWorkspace(settings)
  const { key } = await product.client.collect.sources.create({ workspace, name: 'Server', kind: 'server' })
  let acknowledged = 0
  let refused = 0
  let sending = true

  async function send(sender: number): Promise<void> {
    for (let n = 0; sending; n++) {
      const batch = Array.from({ length: perBatch }, (_, i) => ({
        type: 'track',
        event: 'e',
        userId: `u${i}`,
        messageId: `${sender}-${n}-${i}`,
      }))
      const body = JSON.stringify({ writeKey: key, batch })
      // Whoever is refused sends the same again, as SDKs do.
      for (;;) {
        const { status } = await fetch(`${server.url}/v1/batch`, { method: 'POST', body })
        if (status === 200) break
        expect([429, 503]).toContain(status)
        refused += 1
        if (!sending) return
      }
      acknowledged += perBatch
    }
  }
  const all = Promise.all(Array.from({ length: senders }, (_, i) => send(i)))
  const more = async (events: number) => {
    const until = acknowledged + events
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(until), { timeout: 60_000, interval: 10 })
  }
  await more(1000)
  const again = await line.cut()
  await more(1000)
  await again()
  await more(1000)
  sending = false
  await all
  const counted = async () => {
    await product.collect.intake.settled()
    const [row] = await product.warehouse.rows<{ n: number; different: number }>(
      sql`select toUInt32(count()) as n, toUInt32(uniqExact(message)) as different
        from events final where workspace = ${p.uuid(workspace)}`,
    )
    return row
  }
  await vi.waitFor(async () => expect(await counted()).toEqual({ n: acknowledged, different: acknowledged }), {
    timeout: 90_000,
    interval: 500,
  })
  expect(acknowledged).toBeGreaterThan(3000)
  expect(refused).toBeGreaterThanOrEqual(0)
  await server.close()
  await product.close()
  await line.cut()
})
