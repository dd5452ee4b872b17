import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { faultsOf } from '../kernel/fault.ts'

const fault = faultsOf({
  'directory.busy': { status: 503, title: 'Another Fernweh is using this data directory' },
})

const Holder = z.object({
  pid: z.int().positive(),
  /** When the process started, so that a later one with the same number is not taken for it. */
  started: z.string(),
  port: z.int().optional(),
  token: z.string().optional(),
})

/** The process that has a directory open; port and token once it serves. */
export type Holder = z.infer<typeof Holder>

export type Lock = {
  /** Tells local programs how to reach this process; the file can be read by its own account alone. */
  announce(port: number, token: string): void
  release(): void
}

const heldHere = new Set<string>()

/** When a process started, in clock ticks since boot; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

/** What a lock file says, if the very process that wrote it still runs. */
function readHolder(file: string): Holder | undefined {
  try {
    const holder = Holder.parse(JSON.parse(readFileSync(file, 'utf8')))
    if (holder.pid === process.pid) return heldHere.has(file) ? holder : undefined
    return isAlive(holder.pid) && startOf(holder.pid) === holder.started ? holder : undefined
  } catch {
    return undefined
  }
}

/** Makes the file appear whole; false if there is one already. */
function tryCreate(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function lockOf(file: string, own: Holder): Lock {
  heldHere.add(file)
  return {
    announce(port, token) {
      const draft = `${file}.${process.pid}`
      writeFileSync(draft, JSON.stringify({ ...own, port, token }), { mode: 0o600 })
      renameSync(draft, file)
    },
    release() {
      heldHere.delete(file)
      rmSync(file, { force: true })
    },
  }
}

const starting = (file: string) => fault('directory.busy', `Another Fernweh is just starting on ${dirname(file)}.`)

/** Replaces a lock whose process is gone; a second lock sees to it that only one process does so. */
function takeOver(file: string, own: Holder): Lock | { readonly heldBy: Holder } {
  const turn = `${file}.taking`
  if (!tryCreate(turn, JSON.stringify(own))) {
    if (!readHolder(turn)) rmSync(turn, { force: true })
    throw starting(file)
  }
  try {
    const heldBy = readHolder(file)
    if (heldBy) return { heldBy }
    rmSync(file, { force: true })
    if (!tryCreate(file, JSON.stringify(own))) throw starting(file)
    return lockOf(file, own)
  } finally {
    rmSync(turn, { force: true })
  }
}

/** Takes a file for this process. A lock whose process is gone (kill -9, power loss) is taken over. */
function takeLock(file: string): Lock | { readonly heldBy: Holder } {
  mkdirSync(dirname(file), { recursive: true })
  const own = { pid: process.pid, started: startOf(process.pid) }
  return tryCreate(file, JSON.stringify(own)) ? lockOf(file, own) : takeOver(file, own)
}

/** Takes a lock file or throws the fault that names its holder. */
export function holdLock(file: string): Lock {
  const lock = takeLock(file)
  if (!('heldBy' in lock)) return lock
  throw fault(
    'directory.busy',
    `Another Fernweh (process ${lock.heldBy.pid}) is using ${dirname(file)}. Stop it first.`,
  )
}

const fileOf = (directory: string) => join(directory, 'server.json')

/** Takes a whole data directory, or tells who has it. */
export const lockDirectory = (directory: string): Lock | { readonly heldBy: Holder } => takeLock(fileOf(directory))

/** Who has the data directory open. */
export const holderOf = (directory: string): Holder | undefined => readHolder(fileOf(directory))
