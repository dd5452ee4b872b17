import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryWarehouse } from '../../../../../test/engines/chdb.ts'
import { createHttp } from '../../../../platform/http/http.ts'
import { openLive } from '../../../../platform/live.ts'
import { openLog } from '../../../../platform/log.ts'
import { openMetrics } from '../../../../platform/metrics.ts'
import { p, sql } from '../../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../../platform/warehouse/warehouse.ts'
import { openIntake } from '../../intake/intake.ts'
import type { KnownKey } from '../../sources/schema.ts'
import { openDaily } from '../daily.ts'
import { serveTracking } from '../routes.ts'

export type Stored = {
  readonly name: string
  readonly time: string
  readonly raw_time: string
  readonly who: readonly string[]
  readonly value: string | null
  readonly currency: string
  readonly properties: Record<string, string>
  readonly entry: Record<string, string>
}

/** A server that takes what SDKs send, and nothing else. `now` can be set. */
export async function trackingWorld(change: (warehouse: Warehouse) => Warehouse = (one) => one) {
  const plain = await temporaryWarehouse()
  const warehouse = change(plain)
  const directory = await mkdtemp(join(tmpdir(), 'fernweh-tracking-'))
  const clock = { now: Date.now() }
  const now = () => clock.now
  const keys = new Map<string, KnownKey>()
  const log = openLog('silent')
  const limits = { waitMs: 1 }
  const intake = openIntake({ warehouse, settle: async () => {}, live: openLive(), log, directory, now, limits })
  const http = await createHttp({
    config: { port: 0, host: '127.0.0.1', publicUrl: undefined },
    log,
    metrics: openMetrics(),
    contract: {},
    router: {},
    recognise: async () => ({ caller: undefined, cookies: [] }),
    permit: async () => undefined,
    authenticate: async () => new Response(),
    isTrusted: () => false,
    checks: [],
    pages: directory,
  })
  serveTracking(http.app, { intake, keys: { find: async (key) => keys.get(key) }, now, daily: openDaily(now) })
  const { port } = await http.listen()
  const url = `http://127.0.0.1:${port}`

  return {
    url,
    clock,
    intake,
    keys,
    /** A workspace of its own with one source; gives the key. */
    source(
      more: Partial<KnownKey['source']> & Pick<Partial<KnownKey>, 'paused' | 'origins' | 'signing'> = {},
      key = `k_${randomUUID()}`,
    ) {
      const { paused = false, origins = [], signing = [], ...rest } = more
      const source = {
        workspace: randomUUID(),
        id: randomUUID(),
        slug: 'shop',
        kind: 'server',
        trusted: true,
        ...rest,
      } as const
      keys.set(key, { source, paused, origins, signing })
      return { key, workspace: source.workspace }
    },
    post: (path: string, body: string | Uint8Array<ArrayBuffer> | object, init: RequestInit = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        redirect: 'error',
        ...init,
      }),
    async events(workspace: string): Promise<Stored[]> {
      await intake.stored()
      const named = await plain.rows<{ anchor: string; name: string }>(
        sql`select anchor, concat(kind, ':', value) as name from identities where workspace = ${p.uuid(workspace)}`,
      )
      const names = new Map(named.map(({ anchor, name }) => [anchor, name]))
      const rows = await plain.rows<Stored>(
        sql`select name, time, raw_time, arrayFilter(a -> a != 0, [anchor, anchor2]) as who, value, currency, properties, entry
          from events where workspace = ${p.uuid(workspace)} order by seq`,
      )
      return rows.map((row) => ({ ...row, who: row.who.map((anchor) => names.get(anchor) ?? '?') }))
    },
    async anchors(workspace: string) {
      await intake.stored()
      const rows = await plain.rows<{ anchor: string }>(
        sql`select anchor from events where workspace = ${p.uuid(workspace)} order by seq`,
      )
      return { rows: rows.map(({ anchor }) => anchor) }
    },
    async rejected(workspace: string): Promise<readonly { reason: string; field: string; count: number }[]> {
      await intake.settled()
      return plain.rows(
        sql`select reason, field, sum(count)::UInt32 as count from rejected where workspace = ${p.uuid(workspace)}
          group by reason, field order by reason`,
      )
    },
    async close(): Promise<void> {
      await http.close()
      await intake.close()
      await plain.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
