import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const megabyte = 1024 * 1024

/** Ends with one sentence instead of a stack trace. */
export function refuse(sentence) {
  process.stderr.write(`\nFernweh: ${sentence}\n`)
  process.exit(1)
}

export const say = (text) => process.stderr.write(`  ${text}\n`)

export function checkMachine() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    refuse(`Node ${process.versions.node} is too old. Please install Node 20.19 or newer from https://nodejs.org.`)
  }
  const supported = ['linux', 'darwin'].includes(process.platform) && ['x64', 'arm64'].includes(process.arch)
  if (!supported) {
    const hint = process.platform === 'win32' ? ' On Windows, run it inside WSL2.' : ''
    refuse(
      `${process.platform}/${process.arch} is not supported; it runs on Linux (glibc) and macOS, x64 and arm64.${hint}`,
    )
  }
  if (process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime) {
    refuse('This Linux uses musl (Alpine). The database engine needs glibc, for example Debian, Ubuntu or Fedora.')
  }
}

export function checkDisk(directory, megabytes) {
  const place = existsSync(directory) ? directory : root
  const { bavail, bsize } = statfsSync(place)
  const free = Math.floor((bavail * bsize) / megabyte)
  if (free < megabytes) refuse(`The disk is full: ${free} MB are free at ${place}, ${megabytes} MB are needed.`)
}

const hash = (parts) => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest('hex')
}

const readStamp = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** Installs the packages of the lock file unless that is done; `dev` adds what tests need, and what is there stays. */
export function install({ dev }) {
  const stampFile = join(root, 'node_modules', '.fernweh-installed')
  const wanted = hash([
    readFileSync(join(root, 'package-lock.json')),
    process.versions.modules,
    process.platform,
    process.arch,
  ])
  const stamp = readStamp(stampFile)
  if (stamp === `${wanted} all` || (!dev && stamp === `${wanted} run`)) return
  const all = dev || stamp.endsWith(' all')
  checkDisk(root, 1500)
  say('Installing packages (once, a few minutes on a slow line) ...')
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error', all ? '--include=dev' : '--omit=dev']
  // What npm tells goes where all telling goes: standard output belongs to the answer of the command.
  const done = spawnSync('npm', flags, { cwd: root, stdio: ['ignore', process.stderr, 'inherit'] })
  if (done.error) refuse(`npm could not be started (${done.error.message}). It comes with Node.`)
  if (done.status !== 0)
    refuse(
      'Installing packages failed; the reason stands above. Check the network and the free disk space, then try again.',
    )
  writeFileSync(stampFile, `${wanted} ${all ? 'all' : 'run'}`)
}

const filesUnder = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

const sourceHash = () => {
  const single = ['package-lock.json', 'vite.config.ts', 'index.html', 'scripts/build.mjs', 'scripts/build-capture.mjs']
  const sources = [
    ...['src', 'packages'].flatMap((name) => filesUnder(join(root, name))),
    ...single.map((name) => join(root, name)),
  ]
  return hash(
    sources
      .filter((file) => !/\.test\.tsx?$/.test(file))
      .flatMap((file) => [file.slice(root.length), readFileSync(file)]),
  )
}

/** Builds what is asked for unless dist/ already holds it of exactly these sources. */
export async function build({ web = true } = {}) {
  const wanted = sourceHash()
  const parts = [{ name: 'server', text: 'Building the server ...' }]
  if (web) parts.push({ name: 'web', text: 'Building the web app ...' })
  for (const { name, text } of parts) {
    const stampFile = join(root, 'dist', `${name}.stamp`)
    if (readStamp(stampFile) === wanted) continue
    checkDisk(root, 200)
    say(text)
    const { buildServer, buildWeb } = await import('./build.mjs')
    await (name === 'server' ? buildServer() : buildWeb())
    mkdirSync(join(root, 'dist'), { recursive: true })
    writeFileSync(stampFile, wanted)
  }
}

/** The engine needs its threads before the first line of the program runs. */
export const engineEnvironment = () => ({ ...process.env, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16' })
