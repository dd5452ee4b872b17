import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './prepare.mjs'

/**
 * `node scripts/complete-lock.mjs`, after every change of packages: names in the lock file the optional packages of all
 * platforms. npm leaves out those that the registry at hand does not carry, and `npm ci` then refuses the lock anywhere.
 */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']
const libraries = { gnu: 'glibc', musl: 'musl' }

/** What a package's name says of the machines it is for, as npm writes it: `@chdb/lib-linux-arm64-gnu`. */
export function machineOf(name) {
  const words = name.split(/[/-]/)
  const one = (list) => list.filter((word) => words.includes(word))
  const [os, cpu] = [one(systems), one(processors)]
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`${name} does not say which machine it is for.`)
  const libc = one(Object.keys(libraries)).map((word) => libraries[word])
  return { os, cpu, ...(libc.length > 0 && { libc }) }
}

/** Where Node looks for a package that `path` asks for, the nearest folder first. */
function placesOf(path, name) {
  const folders = [path]
  for (let at = path.lastIndexOf('/node_modules/'); at > 0; at = path.lastIndexOf('/node_modules/', at - 1)) {
    folders.push(path.slice(0, at))
  }
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`]
}

/** The optional packages that the lock asks for and does not hold. */
export const missingIn = (packages) =>
  Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesOf(path, name).some((place) => place in packages))
      .map(([name, version]) => ({ name, version, dev })),
  )

/** The lock with an entry for each of them; the order is npm's own. */
export function completed(lock) {
  const added = missingIn(lock.packages).map(({ name, version, dev }) => [
    `node_modules/${name}`,
    { version, ...machineOf(name), ...(dev && { dev }), optional: true },
  ])
  const entries = [...Object.entries(lock.packages), ...added]
  return { ...lock, packages: Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en'))) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  for (const { name, version } of missingIn(lock.packages)) process.stderr.write(`  ${name}@${version}\n`)
  writeFileSync(file, `${JSON.stringify(completed(lock), null, 2)}\n`)
}
