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
  /** Largest resident memory of the process so far. */
  peakMegabytes(): number
  stop(): Promise<void>
}

function peakMegabytes(pid: number | undefined): number {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return Number.NaN
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] ?? Number.NaN) / 1024)
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stdout?.on('data', (text: Buffer) => {
      said += text.toString()
      if (said.includes('is ready')) resolve()
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
  await ready(server)
  const startSeconds = (performance.now() - begun) / 1000
  const { client } = await openDesk(readConfig({ FERNWEH_DATA: data }))
  return {
    client,
    startSeconds,
    peakMegabytes: () => peakMegabytes(server.pid),
    async stop() {
      server.kill('SIGTERM')
      await gone
    },
  }
}
