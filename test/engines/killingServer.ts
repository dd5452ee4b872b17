import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import { p, sql } from '../../src/platform/warehouse/sql.ts'
import {
  command,
  endAll,
  fernwehJson,
  freePort,
  type Program,
  root,
  temporaryDirectory,
  workspaceIn,
} from '../e2e/program.ts'

type Options = {
  /** How often the server is killed in the middle of its work. */
  readonly kills: number
  /** Acknowledged events between two kills, at least. */
  readonly eventsApart: number
}

export type Tally = { readonly events: number; readonly cents: number; readonly people: number }

export type Outcome = {
  /** What was sent until it was acknowledged. */
  readonly sent: Tally
  readonly stored: Tally
  /** Distinct messages, and touches in paths. */
  readonly messages: number
  readonly touches: number
  readonly stats: { readonly events: number; readonly value: string; readonly people: number }
  readonly retries: number
}

const senders = 16
const batch = 15
const people = 700

/** The built server on a port, once it is ready. */
export async function startBuilt(data: string, port: number): Promise<Program> {
  const program = command(process.execPath, [join(root, 'dist/server/server.js')], {
    FERNWEH_DATA: data,
    FERNWEH_PORT: String(port),
    UV_THREADPOOL_SIZE: '16',
  })
  await program.says('is ready')
  return program
}

/** Kills a server under load, again and again, while its clients try again as SDKs do; then counts. */
export async function killUnderLoad({ kills, eventsApart }: Options): Promise<Outcome> {
  const directory = temporaryDirectory()
  const data = directory.file('data')
  try {
    const port = await freePort()
    const start = () => startBuilt(data, port)
    let server = await start()
    const { key } = await fernwehJson<{ key: string }>(data, 'source', 'add', 'Shop', '--kind', 'server')
    const workspace = await workspaceIn(data)
    const load = startLoad(`http://127.0.0.1:${port}`, key)
    for (let kill = 0; kill < kills; kill++) {
      await load.reached(load.acknowledged() + eventsApart + ((kill * 7919) % eventsApart))
      server.process.kill('SIGKILL')
      await server.ended
      server = await start()
    }
    await load.reached(load.acknowledged() + eventsApart)
    await load.finish()
    const stats = await fernwehJson<Outcome['stats']>(data, 'stats')
    server.process.kill('SIGTERM')
    await server.ended
    return { sent: load.sent(), retries: load.retries(), stats, ...(await counted(data, workspace)) }
  } finally {
    await endAll()
    directory.remove()
  }
}

/** Clients that send until they are acknowledged, each batch again and again, as SDKs do. */
export function startLoad(url: string, key: string) {
  let [events, cents, acknowledged, retries, nth] = [0, 0, 0, 0, 0]
  let stopping = false
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`

  function next() {
    const amount = (nth * 37) % 10_000
    const person = (nth * 131) % people
    nth++
    return { amount, person }
  }

  /** One request until it is acknowledged: refused connections, lost ones and 5xx are tried again with the same body. */
  async function deliver(body: string): Promise<void> {
    for (;;) {
      const answer = await fetch(`${url}/v1/batch`, { method: 'POST', headers: { authorization }, body }).catch(
        () => undefined,
      )
      if (answer?.status === 200) return
      if (answer && answer.status < 429) throw new Error(`The server answered ${answer.status}`)
      retries++
      await pause(50)
    }
  }

  async function work(): Promise<void> {
    while (!stopping) {
      const list = Array.from({ length: batch }, next)
      const messages = list.map(({ amount, person }) => ({
        type: 'track',
        event: 'Order Completed',
        messageId: randomUUID(),
        userId: `u-${person}`,
        anonymousId: `a-${person}`,
        timestamp: new Date().toISOString(),
        properties: { revenue: amount / 100, currency: 'EUR' },
      }))
      events += messages.length
      cents += list.reduce((sum, { amount }) => sum + amount, 0)
      await deliver(JSON.stringify({ batch: messages }))
      acknowledged += messages.length
    }
  }

  const working = Promise.all(Array.from({ length: senders }, work))
  working.catch(() => undefined)
  return {
    acknowledged: () => acknowledged,
    retries: () => retries,
    sent: (): Tally => ({ events, cents, people: Math.min(people, nth) }),
    async reached(count: number): Promise<void> {
      while (acknowledged < count) await Promise.race([pause(20), working])
    },
    async finish(): Promise<void> {
      stopping = true
      await working
    },
  }
}

/** What the engine holds of a workspace, once the server has ended. */
export async function counted(data: string, workspace: string, source = 'shop') {
  const warehouse = await openWarehouse({ dataDirectory: data })
  try {
    const [row] = await warehouse.rows<Tally & { messages: number; touches: number }>(sql`
      select toUInt32(count()) as events, toUInt32(uniqExact(message)) as messages,
        toFloat64(sum(value)) * 100 as cents, toUInt32(uniqExact(anchor)) as people,
        (select toUInt32(sum(length(times))) from paths final where workspace = ${p.uuid(workspace)}) as touches
      from events where workspace = ${p.uuid(workspace)} and source = ${source}`)
    if (!row) throw new Error('Nothing was counted')
    const { events, cents, people: known, messages, touches } = row
    return { stored: { events, cents: Math.round(cents), people: known }, messages, touches }
  } finally {
    await warehouse.close()
  }
}
