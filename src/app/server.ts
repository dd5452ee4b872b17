import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readConfig } from '../platform/config.ts'
import { lossSentence } from '../platform/folder/lost.ts'
import { openHeartbeat } from '../platform/heartbeat.ts'
import { createHttp } from '../platform/http/http.ts'
import { openLog } from '../platform/log.ts'
import { openMetrics } from '../platform/metrics.ts'
import { repositoryRoot } from '../platform/root.ts'
import { sql } from '../platform/warehouse/sql.ts'
import { contract } from './contract.ts'
import { explain } from './explain.ts'
import { openProduct } from './product.ts'
import { router } from './router.ts'
import { serveFeatures } from './serve.ts'

// What is made here is for the account of the server alone.
process.umask(0o077)

/** For operators; undefined where no file of the journal was damaged. */
const damageSentence = (files: number): string | undefined =>
  files > 0 ? `Damaged files of the journal lie in journal/damaged: ${files}.` : undefined

const say = (text: string): void => {
  process.stdout.write(`  ${text}\n`)
}

const warn = (text: string): void => {
  process.stderr.write(`  ${text}\n`)
}

async function serve(): Promise<() => Promise<void>> {
  const config = readConfig(process.env)
  const log = openLog(config.logLevel)
  const localToken = randomBytes(32).toString('base64url')
  const product = await openProduct(config, { log, localToken, say, warn })
  const loss = lossSentence(product.lost)
  if (loss) process.stderr.write(`\nFernweh: ${loss}\n\n`)
  const { admin, collect, warehouse, postgres } = product
  const pages = join(repositoryRoot(), 'dist/web')
  const metrics = openMetrics()
  metrics.gauge('fernweh_journal_damaged_files', 'Damaged files of the journal, set aside', collect.intake.damaged)
  metrics.gauge('fernweh_events_waiting', 'Rows kept and not in the engine yet', collect.intake.waiting)
  try {
    const http = await createHttp({
      config,
      log,
      metrics,
      contract,
      router: router(product),
      recognise: admin.recognise,
      permit: admin.permit,
      authenticate: admin.authenticate,
      isTrusted: admin.isTrusted,
      checks: [
        { name: 'collector', ask: () => collect.intake.ready().then(() => undefined) },
        { name: 'warehouse', ask: () => warehouse.rows(sql`select 1`).then(() => undefined) },
        { name: 'postgres', ask: () => postgres.pool.query('select 1').then(() => undefined) },
        { name: 'journal', ask: async () => damageSentence(collect.intake.damaged()), canWait: true },
        { name: 'data', ask: async () => loss, canWait: true },
      ],
      pages,
    })
    serveFeatures(http, product, pages)
    const { port, url } = await http.listen()
    product.lock.announce(port, localToken)
    if (http.isOpen) await admin.announceSetup()
    say(`Fernweh is ready: ${url}`)
    return async () => {
      await http.close()
      await product.close()
    }
  } catch (problem) {
    await product.close()
    throw problem
  }
}

/** The first signal drains and ends with 0; a second one, a moment later, ends at once. */
function endOnSignal(close: () => Promise<void>, ending: () => void): void {
  let first = 0
  const end = (): void => {
    if (first > 0 && Date.now() - first > 1000) process.exit(1)
    if (first > 0) return
    first = Date.now()
    ending()
    say('Finishing what runs ...')
    close().then(
      () => process.exit(0),
      (problem) => {
        process.stderr.write(`\nFernweh: ${explain(problem)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

// Whoever reads the output may go; the server stays.
process.stdout.on('error', () => {})

try {
  const heartbeat = openHeartbeat()
  endOnSignal(await serve(), heartbeat.ending)
  heartbeat.serving()
} catch (problem) {
  process.stderr.write(`\nFernweh: ${explain(problem)}\n`)
  process.exit(1)
}
