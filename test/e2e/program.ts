import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, vi } from 'vitest'
import { z } from 'zod'

export const root = resolve(import.meta.dirname, '../..')
export const ecom = join(root, 'test/fixtures/ecom.csv.gz')

export type Directory = { readonly path: string; file(name: string): string; remove(): void }

export function temporaryDirectory(): Directory {
  const path = mkdtempSync(join(tmpdir(), 'fernweh-e2e-'))
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
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
  /** What it said until now. */
  heard(): Pick<Ended, 'output' | 'printed'>
  readonly ended: Promise<Ended>
}

type Settings = Readonly<Record<string, string>>

/** Settings of the person who runs the tests, and of the test runner, must not reach the programs under test. */
const foreign = /^(FERNWEH_|CLICKHOUSE_|VITEST|DATABASE_URL$|NODE_OPTIONS$|NODE_ENV$)/
const surroundings = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))

const running = new Map<ChildProcess, Promise<unknown>>()

/** Ends what a failed test left running. */
export async function endAll(): Promise<void> {
  for (const child of running.keys()) child.kill('SIGTERM')
  await Promise.all(running.values())
}

/** Starts a command in the repository; `output` is everything, `printed` standard output alone. */
export function command(name: string, args: readonly string[], settings: Settings): Program {
  const child = spawn(name, args, {
    cwd: root,
    env: { ...surroundings, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let printed = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: string, isPrint: boolean): void => {
    output += chunk
    if (isPrint) printed += chunk
    for (const listener of listeners) listener()
  }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => hear(chunk, true))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => hear(chunk, false))
  const ended = new Promise<Ended>((done) =>
    child.on('close', (code) => {
      running.delete(child)
      done({ code, output, printed })
    }),
  )
  running.set(child, ended)
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
  return { process: child, says, heard: () => ({ output, printed }), ended }
}

/** Starts a script of the repository as a person would. */
export const run = (script: string, args: readonly string[], settings: Settings): Program =>
  command(process.execPath, [join(root, 'scripts', script), ...args], settings)

/** What the command line answers when it works on a directory, or on the server that has it open. */
export const fernweh = (data: string, ...args: readonly string[]): Promise<Ended> =>
  run('fernweh.mjs', args, { FERNWEH_DATA: data }).ended

/** The same with `--json`; anything but success fails the test. */
export async function fernwehJson<T>(data: string, ...args: readonly string[]): Promise<T> {
  const { code, output, printed } = await fernweh(data, ...args, '--json')
  expect({ code, output }).toMatchObject({ code: 0 })
  return JSON.parse(printed)
}

/** The program ended with a clear sentence: not with success, not with a stack trace. */
export function expectRefusal({ code, output }: Ended, sentence: string | RegExp): void {
  expect(output).toMatch(sentence)
  expect(output).not.toMatch(/\n\s+at /)
  expect(code).toBe(1)
}

export type Server = {
  readonly url: string
  readonly port: number
  readonly program: Program
  stop(signal?: NodeJS.Signals): Promise<Ended>
  /** As when the machine loses power: neither the server nor its watcher can do anything more. */
  die(): Promise<void>
}

type Start = { readonly settings?: Settings; readonly through?: 'node' | 'npm' }

/** `npm start` on a data directory, ready to be visited. */
export async function startServer(data: string, { settings, through = 'node' }: Start = {}): Promise<Server> {
  const port = await freePort()
  const all = { FERNWEH_DATA: data, FERNWEH_PORT: String(port), ...settings }
  const program = through === 'npm' ? command('npm', ['start'], all) : run('start.mjs', [], all)
  const url = `http://localhost:${port}`
  await program.says(`ready: ${url}`)
  return {
    url,
    port,
    program,
    stop: (signal = 'SIGTERM') => {
      program.process.kill(signal)
      return program.ended
    },
    async die() {
      const { pid } = holderOf(data)
      program.process.kill('SIGKILL')
      process.kill(pid, 'SIGKILL')
      await program.ended
    },
  }
}

const Holder = z.object({ pid: z.number(), port: z.number().optional(), token: z.string().optional() })

/** The process that has a data directory open, as its lock file says. */
export const holderOf = (data: string): z.infer<typeof Holder> =>
  Holder.parse(JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')))

/** Asks the running server's API as a program of the same machine may. */
export async function askLocal<T>(data: string, method: string, path: string, body?: unknown): Promise<T> {
  const { port, token } = holderOf(data)
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json() as Promise<T>
}

/** Asks again and again until the answer is as expected; fails with the last answer. */
export const until = (ask: () => Promise<unknown>, wanted: unknown): Promise<void> =>
  vi.waitFor(async () => expect(await ask()).toEqual(wanted), { timeout: 90_000, interval: 50 })

export type ImportState = { readonly id: string; readonly fileName: string; readonly state: string }

type Me = { readonly workspaces?: readonly { readonly id: string }[] }

/** The id of the first workspace, once there is one. */
export const workspaceIn = (data: string): Promise<string> =>
  vi.waitFor(
    async () => {
      const [workspace] = (await askLocal<Me>(data, 'GET', '/api/me')).workspaces ?? []
      if (!workspace) throw new Error('There is no workspace yet')
      return workspace.id
    },
    { timeout: 60_000, interval: 50 },
  )
