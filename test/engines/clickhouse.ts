import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { repositoryRoot } from '../../src/platform/root.ts'

export type ClickHouse = {
  /** For CLICKHOUSE_URL; several nodes are separated by commas. */
  readonly url: string
  /** For CLICKHOUSE_CLUSTER. */
  readonly cluster?: string
  /** Where all nodes keep their data. */
  readonly directory: string
  stop(): Promise<void>
}

/** A ClickHouse server process of its own. */
export const startClickHouse = (): Promise<ClickHouse> => start(1)

/** ClickHouse server processes, each a shard of one cluster. */
export const startCluster = (shards: number): Promise<ClickHouse> => start(shards)

type Ports = { readonly http: number; readonly tcp: number }

async function start(count: number): Promise<ClickHouse> {
  const directory = await mkdtemp(join(tmpdir(), 'fernweh-clickhouse-'))
  const ports = await freePorts(count)
  const running: ChildProcess[] = []
  const stop = async () => {
    for (const child of running) {
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined
      child.kill('SIGKILL')
      await gone
    }
    await rm(directory, { recursive: true, force: true })
  }
  try {
    for (const [i, port] of ports.entries()) running.push(await launch(join(directory, `node${i}`), port, ports))
    await Promise.all(ports.map((port, i) => ready(port, running[i])))
  } catch (error) {
    await stop()
    throw error
  }
  const url = ports.map(({ http }) => `http://127.0.0.1:${http}`).join(',')
  return { url, ...(count > 1 ? { cluster: 'fernweh' } : {}), directory, stop }
}

async function launch(directory: string, { http, tcp }: Ports, all: readonly Ports[]): Promise<ChildProcess> {
  mkdirSync(directory)
  const config = join(directory, 'config.xml')
  await writeFile(config, configuration(all))
  const forever = 'SELECT sleepEachRow(1) FROM numbers(1000000000) SETTINGS max_block_size = 1 FORMAT Null'
  const child = spawn(
    program(),
    [
      library(),
      `--path=${join(directory, 'data')}`,
      `--config-file=${config}`,
      `--http_port=${http}`,
      `--tcp_port=${tcp}`,
      '--listen_host=127.0.0.1',
      `--query=SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; ${forever}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  child.stderr?.on('data', (text: Buffer) => messages.set(child, `${messages.get(child) ?? ''}${text}`.slice(-4000)))
  return child
}

const messages = new WeakMap<ChildProcess, string>()

const configuration = (all: readonly Ports[]): string => `<clickhouse>
  <max_server_memory_usage>1500000000</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <background_pool_size>2</background_pool_size>
  <remote_servers>
    <fernweh>
      ${all.map(({ tcp }) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`).join('\n      ')}
    </fernweh>
  </remote_servers>
</clickhouse>
`

/** The small program around the library, compiled once and again when its source is newer. */
function program(): string {
  const source = join(repositoryRoot(), 'test', 'engines', 'clickhouse.c')
  const cache = join(repositoryRoot(), '.cache')
  const target = join(cache, 'clickhouse')
  if (existsSync(target) && statSync(target).mtimeMs > statSync(source).mtimeMs) return target
  mkdirSync(cache, { recursive: true })
  const part = `${target}.${process.pid}`
  execFileSync('cc', ['-O1', '-o', part, source, '-ldl'])
  renameSync(part, target)
  return target
}

/** The library comes with chdb as an optional package for each platform. */
function library(): string {
  const from = createRequire(createRequire(import.meta.url).resolve('chdb'))
  const name = `@chdb/lib-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`
  return join(dirname(from.resolve(`${name}/package.json`)), 'libchdb.so')
}

async function ready({ http }: Ports, child: ChildProcess | undefined): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(50)) {
    if (!child || child.exitCode !== null || child.signalCode !== null) break
    const answer = await fetch(`http://127.0.0.1:${http}/ping`).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`ClickHouse did not start: ${child ? messages.get(child) : ''}`)
}

async function freePorts(count: number): Promise<readonly Ports[]> {
  const servers = Array.from({ length: count * 2 }, () => createServer().listen(0, '127.0.0.1'))
  const numbers: number[] = []
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening')
    const address = server.address()
    if (address && typeof address === 'object') numbers.push(address.port)
  }
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return Array.from({ length: count }, (_, i) => ({ http: numbers[2 * i] ?? 0, tcp: numbers[2 * i + 1] ?? 0 }))
}
