import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'fernweh-e2e-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => done(port))
    })
  })
}

export type Ended = { readonly code: number | null; readonly output: string; readonly printed: string }

export type Program = {
  readonly process: ChildProcess
  /** Resolves when the program printed the text; fails with all output when it ended before. */
  says(text: string): Promise<void>
  readonly ended: Promise<Ended>
}

/** Starts a script of the repository as a person would; `output` is everything, `printed` standard output alone. */
export function run(script: string, args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [join(root, 'scripts', script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let printed = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer, isPrint: boolean): void => {
    output += chunk.toString()
    if (isPrint) printed += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', (chunk: Buffer) => hear(chunk, true))
  child.stderr.on('data', (chunk: Buffer) => hear(chunk, false))
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, output, printed })))
  const says = (text: string): Promise<void> =>
    new Promise((done, fail) => {
      const look = (): void => {
        if (!output.includes(text)) return
        listeners.delete(look)
        done()
      }
      listeners.add(look)
      look()
      void ended.then(() => fail(new Error(`ended before it said "${text}":\n${output}`)))
    })
  return { process: child, says, ended }
}

export type Server = { readonly url: string; readonly program: Program; stop(signal?: NodeJS.Signals): Promise<Ended> }

/** `npm start` on a data directory, ready to be visited. */
export async function startServer(directory: string, env: Readonly<Record<string, string>> = {}): Promise<Server> {
  const port = await freePort()
  const program = run('start.mjs', [], { FERNWEH_DATA: directory, FERNWEH_PORT: String(port), ...env })
  const url = `http://localhost:${port}`
  await program.says(url)
  return {
    url,
    program,
    stop: (signal = 'SIGTERM') => {
      program.process.kill(signal)
      return program.ended
    },
  }
}
