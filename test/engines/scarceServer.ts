import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { askLocal, endAll, fernwehJson, freePort, holderOf, workspaceIn } from '../e2e/program.ts'
import { counted, startBuilt, startLoad, type Tally } from './killingServer.ts'

/** What a server runs short of: of the disk so many bytes are left, or of descriptors so many. */
export type Lack = { readonly diskBytes: number } | { readonly descriptors: number }

export type Outcome = {
  readonly sent: Tally
  readonly stored: Tally
  readonly messages: number
  readonly retries: number
  /** What `/ready` said during the scarcity, each answer once. */
  readonly ready: readonly string[]
  /** What saving, importing and sampling were answered meanwhile: the status, or the code of the fault. */
  readonly answers: readonly string[]
  readonly code: number | null
}

const megabytes = 420
/** Without descriptors a server takes no connection either. */
const patienceMs = 5_000

const soon = () => ({ signal: AbortSignal.timeout(patienceMs) })

/** A small disk of its own, which root alone can make. */
function smallDisk() {
  const path = mkdtempSync(join(tmpdir(), 'fernweh-scarce-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path])
  const filler = join(path, 'filler')
  const free = (): number => {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  }
  return {
    path,
    /** Fills all but so many bytes. */
    fill(keep: number): void {
      const file = openSync(filler, 'a')
      try {
        for (let piece = 1 << 20; piece >= 4096; piece /= 4)
          while (free() - keep >= piece) writeSync(file, Buffer.alloc(piece))
      } finally {
        closeSync(file)
      }
    },
    empty: () => rmSync(filler, { force: true }),
    remove(): void {
      execFileSync('umount', ['-l', path])
      rmSync(path, { recursive: true, force: true })
    },
  }
}

const limitDescriptors = (pid: number, most: number): unknown =>
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${most}:`])

const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length

/** Lets a server run short of something under load, for so long, and counts what became of what it acknowledged. */
export async function scarceUnderLoad(lack: Lack, seconds: number): Promise<Outcome> {
  const disk = smallDisk()
  const data = join(disk.path, 'data')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  try {
    const server = await startBuilt(data, port)
    const pid = server.process.pid ?? 0
    const { key } = await fernwehJson<{ key: string }>(data, 'source', 'add', 'Shop', '--kind', 'server')
    const workspace = await workspaceIn(data)
    const load = startLoad(url, key)
    await load.reached(2_000)
    const usual = openFiles(pid)
    const begin = () =>
      'diskBytes' in lack ? disk.fill(lack.diskBytes) : limitDescriptors(pid, usual + lack.descriptors)
    const end = () => ('diskBytes' in lack ? disk.empty() : limitDescriptors(pid, 20_000))
    begin()
    const ready = new Set<string>()
    for (const until = Date.now() + seconds * 1000; Date.now() < until; await pause(250)) {
      if ('diskBytes' in lack) disk.fill(lack.diskBytes)
      const answer = await fetch(`${url}/ready`, soon()).catch(() => undefined)
      if (answer) ready.add(`${answer.status} ${await answer.text()}`)
    }
    const answers = await tried(data, workspace)
    end()
    const from = load.acknowledged()
    await load.reached(from + 1_000)
    while (!(await fetch(`${url}/ready`, soon()).catch(() => undefined))?.ok) await pause(100)
    await load.finish()
    server.process.kill('SIGTERM')
    const { code } = await server.ended
    const { stored, messages } = await counted(data, workspace, 'shop')
    return { sent: load.sent(), retries: load.retries(), ready: [...ready], answers, code, stored, messages }
  } finally {
    await endAll()
    disk.remove()
  }
}

async function tried(data: string, workspace: string): Promise<string[]> {
  const place = `/api/w/${workspace}`
  const asked = [
    ['/imports/sample', { people: 200 }],
    ['/sources', { name: 'Till', kind: 'server', origins: [] }],
  ] as const
  const answers: string[] = []
  for (const [path, body] of asked) {
    const asking = askLocal(data, 'POST', place + path, body).then(
      () => 'ok',
      (error: unknown) => /"code":"([^"]+)"/.exec(String(error))?.[1] ?? 'no answer',
    )
    answers.push(await Promise.race([asking, pause(patienceMs, 'no answer')]))
  }
  return [...answers, await uploaded(data, place)]
}

async function uploaded(data: string, place: string): Promise<string> {
  const { port, token } = holderOf(data)
  const form = new FormData()
  form.set('file', new Blob(['customer,time,event\n1,2026-01-01,visit\n'.repeat(20_000)]), 'events.csv')
  const answer = await fetch(`http://127.0.0.1:${port}${place}/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
    ...soon(),
  }).catch(() => undefined)
  const text = (await answer?.text()) ?? ''
  return answer?.ok ? 'ok' : (/"code":"([^"]+)"/.exec(text)?.[1] ?? 'no answer')
}
