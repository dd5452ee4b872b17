import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export type LoadPlan = {
  readonly port: number
  readonly key: string
  readonly connections: number
  /** Events per request. */
  readonly batch: number
  readonly seconds: number
  /** Different visitors. */
  readonly visitors: number
}

export type LoadFigures = {
  readonly events: number
  readonly requests: number
  readonly refused: number
  readonly seconds: number
  /** Latencies of requests in ms, sorted. */
  readonly latencies: readonly number[]
}

const run = randomUUID().slice(0, 8)
let count = 0

/** What an SDK of a shop's server sends, about 600 bytes an event. */
function event(visitors: number): string {
  const nth = count++
  const visitor = (nth * 7919) % visitors
  const time = new Date().toISOString()
  return `{"type":"track","event":"${nth % 5 === 0 ? 'Order Completed' : 'Product Viewed'}","messageId":"node-next-${run}-${nth}","anonymousId":"visitor-${visitor}","timestamp":"${time}","integrations":{},"properties":{"product_id":"sku-${nth % 500}","name":"Trekkingrad Modell ${nth % 500}","category":"Räder","price":${(nth % 900) + 0.99},"quantity":1,"currency":"EUR"${nth % 5 === 0 ? `,"revenue":${(nth % 900) + 0.99},"order_id":"o-${nth}"` : ''}},"context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"},"page":{"url":"https://shop.example/products/${nth % 500}?utm_source=newsletter","path":"/products/${nth % 500}","referrer":"https://www.google.com/"}},"_metadata":{"nodeVersion":"v20.20.2","jsRuntime":"node"}}`
}

function request({ key, batch, visitors }: LoadPlan): Buffer {
  const events = Array.from({ length: batch }, () => event(visitors))
  const body =
    batch === 1 ? (events[0] ?? '') : `{"batch":[${events.join(',')}],"sentAt":"${new Date().toISOString()}"}`
  const path = batch === 1 ? '/v1/track' : '/v1/batch'
  const authorization = Buffer.from(`${key}:`).toString('base64')
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Basic ${authorization}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  return Buffer.from(head + body)
}

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** The status of the next answer; its body is short and comes with its head. */
function answer(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(new Error('The connection was lost'))
    const hear = (chunk: Buffer) => {
      socket.off('close', lost)
      resolve(Number(chunk.subarray(9, 12).toString('latin1')))
    }
    socket.once('data', hear)
    socket.once('close', lost)
  })
}

/** Sends over keep-alive connections, each waiting for its answer before the next request. */
export async function load(plan: LoadPlan): Promise<LoadFigures> {
  const latencies: number[] = []
  let refused = 0
  const begun = performance.now()
  const end = begun + plan.seconds * 1000
  const work = async () => {
    const socket = await opened(plan.port)
    while (performance.now() < end) {
      const bytes = request(plan)
      const sent = performance.now()
      socket.write(bytes)
      const status = await answer(socket)
      if (status === 200) latencies.push(performance.now() - sent)
      else refused++
    }
    socket.destroy()
  }
  await Promise.all(Array.from({ length: plan.connections }, work))
  const seconds = (performance.now() - begun) / 1000
  const requests = latencies.length
  return { events: requests * plan.batch, requests, refused, seconds, latencies: latencies.sort((a, b) => a - b) }
}
