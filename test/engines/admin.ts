import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { admin as contract } from '../../src/features/admin/contract.ts'
import { type Admin, guarded, openAdmin } from '../../src/features/admin/index.ts'
import type { Config } from '../../src/platform/config.ts'
import { createHttp } from '../../src/platform/http/http.ts'
import { type Log, openLog } from '../../src/platform/log.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import type { Postgres } from '../../src/platform/postgres/open.ts'

export type AdminServer = { readonly url: string; readonly admin: Admin; close(): Promise<void> }

type Options = Partial<Pick<Config, 'host' | 'hosts' | 'proxies' | 'metricsToken'>> & {
  readonly localToken?: string
  readonly now?: () => number
  readonly publicUrl?: string
  readonly say?: (sentence: string) => void
  readonly log?: Log
  readonly requestsPerMinute?: number
}

/** A server that knows accounts and workspaces only, on any free port. */
export async function startAdmin(postgres: Postgres, options: Options = {}): Promise<AdminServer> {
  const { localToken, now, publicUrl, say, requestsPerMinute, log = openLog('silent') } = options
  const { host = '127.0.0.1', hosts, proxies, metricsToken } = options
  const pages = mkdtempSync(join(tmpdir(), 'fernweh-pages-'))
  mkdirSync(join(pages, 'assets'))
  writeFileSync(join(pages, 'index.html'), '<meta name="style-nonce" content="{{nonce}}"><title>The app</title>')
  writeFileSync(join(pages, 'assets', 'app-1a2b.js'), `export const text = '${'long '.repeat(500)}'`)
  const config = { secret: 's'.repeat(32), publicUrl }
  const admin = openAdmin({ db: postgres.db, log, config, localToken, say, now })
  const http = await createHttp({
    config: { port: 0, host, publicUrl, hosts, proxies, metricsToken },
    log,
    metrics: openMetrics(),
    contract: { admin: contract },
    router: guarded({ admin: admin.routes }, admin),
    recognise: admin.recognise,
    permit: admin.permit,
    authenticate: admin.authenticate,
    isTrusted: admin.isTrusted,
    checks: [{ name: 'postgres', ask: () => postgres.pool.query('select 1').then(() => undefined) }],
    pages,
    requestsPerMinute,
  })
  http.app.post('/api/boom', { config: { right: 'anybody' } }, async () => {
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
