import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { anchorOf } from '../../src/features/collect/index.ts'
import { Erasures } from '../../src/features/people/protection/schema.ts'
import { openWarehouse } from '../../src/platform/warehouse/open.ts'
import { p, sql } from '../../src/platform/warehouse/sql.ts'
import {
  askLocal,
  command,
  endAll,
  fernwehJson,
  freePort,
  holderOf,
  root,
  temporaryDirectory,
  until,
  workspaceIn,
} from '../e2e/program.ts'

export type ErasureKills = {
  /** Kills that met an erasure that had begun and was not finished. */
  readonly interrupted: number
  readonly protocols: number
  /** What the protocols say is left. */
  readonly left: readonly string[]
  /** Files in which some word of an erased person stands. */
  readonly files: readonly string[]
  readonly neighbours: { readonly sent: number; readonly stored: number; readonly messages: number }
  readonly erasedEvents: number
}

const eventsEach = 30
const emailOf = (n: number) => `anna${n}.zz-wagner@mail.example`
const neighbourOf = (n: number) => `joh.${emailOf(n)}`

/** Kills a server in the middle of an erasure, once for each of several people, and starts it again; then searches. */
export async function killInErasures(kills: number): Promise<ErasureKills> {
  const directory = temporaryDirectory()
  const data = directory.file('data')
  try {
    const port = await freePort()
    const start = async () => {
      const program = command(process.execPath, [join(root, 'dist/server/server.js')], {
        FERNWEH_DATA: data,
        FERNWEH_PORT: String(port),
        UV_THREADPOOL_SIZE: '16',
      })
      await program.says('is ready')
      return program
    }
    let server = await start()
    const { key } = await fernwehJson<{ key: string }>(data, 'source', 'add', 'Shop', '--kind', 'server')
    const workspace = await workspaceIn(data)
    const erasures = async () => Erasures.parse(await askLocal(data, 'GET', `/api/w/${workspace}/protection/erasures`))
    const took: number[] = []
    let interrupted = 0
    for (let n = 0; n <= kills; n++) {
      await sendPeople(`http://127.0.0.1:${port}`, key, n)
      const person = anchorOf(workspace, 'user', `u-${n}`)
      await until(
        () =>
          askLocal(data, 'GET', `/api/w/${workspace}/people/${person}/protection`).then(
            () => true,
            () => false,
          ),
        true,
      )
      const begun = Date.now()
      const asked = erase(data, workspace, person)
      if (n === 0) {
        // The first one runs to its end and tells how long one takes.
        await asked
        took.push(Date.now() - begun)
        continue
      }
      await pause(Math.random() * 1.1 * Math.max(...took))
      server.process.kill('SIGKILL')
      await Promise.all([server.ended, asked])
      server = await start()
      const { unfinished, done } = await erasures()
      if (unfinished.length > 0) interrupted++
      else if (done.length < n + 1) await erase(data, workspace, person)
      await until(
        async () => {
          const now = await erasures()
          return { unfinished: now.unfinished.length, done: now.done.length }
        },
        { unfinished: 0, done: n + 1 },
      )
    }
    const { done } = await erasures()
    server.process.kill('SIGTERM')
    await server.ended
    const words = Array.from({ length: kills + 1 }, (_, n) => n)
    return {
      interrupted,
      protocols: done.length,
      left: done.flatMap(({ checks }) => checks.left.map(({ where }) => where)),
      files: filesWith(
        data,
        words.flatMap((n) => [`"u-${n}"`, `zz-link-${n}-`]),
        words.map(emailOf),
      ),
      ...(await counted(data, workspace, kills + 1)),
    }
  } finally {
    await endAll()
    directory.remove()
  }
}

async function sendPeople(url: string, key: string, n: number): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  const events = (userId: string, email: string, link: string) =>
    Array.from({ length: eventsEach }, (_, i) => ({
      type: 'track',
      event: 'Order Completed',
      messageId: `${userId}-${n}-${i}`,
      userId,
      context: { traits: { email } },
      timestamp: new Date().toISOString(),
      properties: { link },
    }))
  const batch = [
    { type: 'identify', userId: `u-${n}`, messageId: `i-${n}`, traits: { email: emailOf(n) } },
    ...events(`u-${n}`, emailOf(n), `zz-link-${n}-`),
    ...events(`n-${n}`, neighbourOf(n), `https://shop.example/?from=${encodeURIComponent(emailOf(n))}&x`),
  ]
  const body = JSON.stringify({ batch })
  const answer = await fetch(`${url}/v1/batch`, { method: 'POST', headers: { authorization }, body })
  if (!answer.ok) throw new Error(`The server answered ${answer.status}`)
}

/** Asks for an erasure; the connection may break, and nothing can be known from that. */
async function erase(data: string, workspace: string, person: string): Promise<void> {
  const { port, token } = holderOf(data)
  await fetch(`http://127.0.0.1:${port}/api/w/${workspace}/people/${person}/erasure`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ word: 'erase' }),
  }).catch(() => undefined)
}

/** Addresses count where no longer address of a neighbour ends with them. */
function filesWith(data: string, words: readonly string[], addresses: readonly string[]): string[] {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&')
  const pattern = new RegExp(
    [
      ...words.map(escaped),
      ...addresses.flatMap((one) => [`(?<!joh\\.)${escaped(one)}`, escaped(encodeURIComponent(one))]),
    ].join('|'),
  )
  return readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => pattern.test(readFileSync(path).toString('latin1')))
    .map((path) => path.slice(data.length + 1))
}

async function counted(data: string, workspace: string, people: number) {
  const warehouse = await openWarehouse({ dataDirectory: data })
  try {
    const those = (prefix: string) =>
      Array.from({ length: people }, (_, n) => anchorOf(workspace, 'user', `${prefix}-${n}`))
    const [row] = await warehouse.rows<{ stored: number; messages: number; erased: number }>(sql`
      select toUInt32(countIf(anchor in ${p.anchors(those('n'))})) as stored,
        toUInt32(uniqExactIf(message, anchor in ${p.anchors(those('n'))})) as messages,
        toUInt32(countIf(anchor in ${p.anchors(those('u'))})) as erased
      from events where workspace = ${p.uuid(workspace)}`)
    if (!row) throw new Error('Nothing was counted')
    const { stored, messages, erased } = row
    return { neighbours: { sent: people * eventsEach, stored, messages }, erasedEvents: erased }
  } finally {
    await warehouse.close()
  }
}
