import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { admin as contract } from '../../src/features/admin/contract.ts'
import { type Admin, openAdmin, watched } from '../../src/features/admin/index.ts'
import { createHttp } from '../../src/platform/http/http.ts'
import { type Log, openLog } from '../../src/platform/log.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import type { Postgres } from '../../src/platform/postgres/open.ts'

export type AdminServer = { readonly url: string; readonly admin: Admin; close(): Promise<void> }

type Options = {
  readonly localToken?: string
  readonly now?: () => number
  readonly publicUrl?: string
  readonly log?: Log
  readonly requestsPerMinute?: number
}

/** A server that knows accounts and workspaces only, on any free port. */
export async function startAdmin(postgres: Postgres, options: Options = {}): Promise<AdminServer> {
  const { localToken, now, publicUrl, requestsPerMinute, log = openLog('silent') } = options
  const pages = mkdtempSync(join(tmpdir(), 'fernweh-pages-'))
  mkdirSync(join(pages, 'assets'))
  writeFileSync(join(pages, 'index.html'), '<meta name="style-nonce" content="{{nonce}}"><title>The app</title>')
  writeFileSync(join(pages, 'assets', 'app-1a2b.js'), `export const text = '${'long '.repeat(500)}'`)
  const admin = openAdmin({ db: postgres.db, log, config: { secret: 's'.repeat(32), publicUrl }, localToken, now })
  const http = await createHttp({
    config: { port: 0, host: '127.0.0.1', publicUrl },
    log,
    metrics: openMetrics(),
    contract: { admin: contract },
    router: watched({ admin: admin.routes }, admin.audit),
    recognise: admin.recognise,
    authenticate: admin.authenticate,
    isTrusted: admin.isTrusted,
    checks: [{ name: 'postgres', ask: () => postgres.pool.query('select 1').then(() => undefined) }],
    pages,
    requestsPerMinute,
  })
  http.app.post('/api/boom', async () => {
    throw new Error('secret cause')
  })
  const { port } = await http.listen()
  return {
    url: `http://127.0.0.1:${port}`,
    admin,
    async close() {
      await http.close()
      rmSync(pages, { recursive: true })
    },
  }
}
