import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { faultsOf } from '../kernel/fault.ts'

const fault = faultsOf({
  'directory.busy': { status: 503, title: 'Another Fernweh is using this data directory' },
})

export type Lock = { release(): void }

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

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The process id written in the lock file if that very process still runs. */
function holder(file: string): number | undefined {
  try {
    const [pidText = '', start = ''] = readFileSync(file, 'utf8').trim().split(' ')
    const pid = Number(pidText)
    if (!Number.isInteger(pid) || pid <= 0) return undefined
    if (pid === process.pid) return heldHere.has(file) ? pid : undefined
    return isAlive(pid) && startOf(pid) === start ? pid : undefined
  } catch {
    return undefined
  }
}

function tryCreate(file: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, `${process.pid} ${startOf(process.pid)}\n`)
    closeSync(handle)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Holds a file for this process. A lock whose process is gone (kill -9, power loss) is taken over. */
export function holdLock(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true })
  if (!tryCreate(file)) {
    const pid = holder(file)
    if (pid !== undefined) {
      throw fault('directory.busy', `Another Fernweh (process ${pid}) is using ${dirname(file)}. Stop it first.`)
    }
    rmSync(file, { force: true })
    if (!tryCreate(file)) throw fault('directory.busy', `Another Fernweh is just starting on ${dirname(file)}.`)
  }
  heldHere.add(file)
  return {
    release() {
      heldHere.delete(file)
      rmSync(file, { force: true })
    },
  }
}
