import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Desk, openDesk } from '../src/app/desk.ts'
import { readConfig } from '../src/platform/config.ts'
import { repositoryRoot } from '../src/platform/root.ts'

/** The server program on a data folder, asked over HTTP as any other program of the machine asks it. */
export type Program = {
  readonly client: Desk['client']
  /** From the start of the process until it says that it is ready. */
  readonly startSeconds: number
  readonly port: number
  /** Resident memory of the process now. */
  megabytes(): number
  /** Processor time that the process used so far. */
  cpuSeconds(): number
  /** Largest resident memory of the process so far. */
  peakMegabytes(): number
  stop(): Promise<void>
}

function fileOf(pid: number | undefined, name: string): string {
  const file = `/proc/${pid}/${name}`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

const megabytesOf = (pid: number | undefined, what: 'VmHWM' | 'VmRSS'): number =>
  Math.round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(fileOf(pid, 'status'))?.[1] ?? Number.NaN) / 1024)

/** User and system time, which the kernel counts in hundredths of a second. */
function cpuSecondsOf(pid: number | undefined): number {
  const fields = fileOf(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The port, once the server listens. */
function ready(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stdout?.on('data', (text: Buffer) => {
      said += text.toString()
      const port = /is ready: http:\/\/[^:\s]+:(\d+)\s/.exec(said)?.[1]
      if (port) resolve(Number(port))
    })
    server.once('exit', () => reject(new Error(`The server did not start:\n${said}`)))
  })
}

export async function startProgram(data: string): Promise<Program> {
  const begun = performance.now()
  const server = spawn(process.execPath, [join(repositoryRoot(), 'dist/server/server.js')], {
    cwd: repositoryRoot(),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FERNWEH_DATA: data, FERNWEH_PORT: '0', FERNWEH_LOG: 'error', UV_THREADPOOL_SIZE: '16' },
  })
  const gone = once(server, 'exit')
  const port = await ready(server)
  const startSeconds = (performance.now() - begun) / 1000
  const { client } = await openDesk(readConfig({ FERNWEH_DATA: data }))
  return {
    client,
    startSeconds,
    port,
    megabytes: () => megabytesOf(server.pid, 'VmRSS'),
    cpuSeconds: () => cpuSecondsOf(server.pid),
    peakMegabytes: () => megabytesOf(server.pid, 'VmHWM'),
    async stop() {
      server.kill('SIGTERM')
      await gone
    },
  }
}
