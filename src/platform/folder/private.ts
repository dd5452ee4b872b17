import { chmodSync, lstatSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What Fernweh makes in its data folder. */
const ours: readonly (string | RegExp)[] = [
  /^(fernweh|inventory|server)\.json(\..*)?$/,
  /^postgres(\.lock(\..*)?)?$/,
  /^(exports|imports|journal|secret|settled|uploads|warehouse)(\..*)?$/,
]
const isOurs = (name: string): boolean => ours.some((one) => name.match(one))

/** Takes all rights of others from one file or folder; one of another account is left to that account. */
function close(path: string): void {
  const { mode } = lstatSync(path)
  if ((mode & 0o077) === 0) return
  try {
    chmodSync(path, mode & 0o700)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error
  }
}

/** Makes a file, or a folder with all below it, readable by its owner alone. Links are not followed. */
export function makePrivate(path: string): void {
  const kind = lstatSync(path, { throwIfNoEntry: false })
  if (kind === undefined || kind.isSymbolicLink()) return
  close(path)
  if (!kind.isDirectory()) return
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) makePrivate(join(path, entry.name))
    else if (!entry.isSymbolicLink()) close(join(path, entry.name))
  }
}

/**
 * Makes a data folder readable by its owner alone, with everything of ours in it. A folder that holds other things too
 * keeps its own rights. One that is closed and was entered before is not gone through again: what is made in it is
 * born closed.
 */
export function makeFolderPrivate(data: string): void {
  const names = readdirSync(data)
  const folder = realpathSync(data)
  if (names.includes('fernweh.json') && (lstatSync(folder).mode & 0o077) === 0) return
  for (const name of names.filter(isOurs)) makePrivate(join(folder, name))
  if (names.every(isOurs)) close(folder)
}
