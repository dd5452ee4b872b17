import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryRoot } from '../root.ts'

const here = fileURLToPath(import.meta.url)

async function bundled(name: string): Promise<string> {
  const { build } = await import('esbuild')
  const outfile = join(repositoryRoot(), '.cache', 'threads', `${basename(name)}-${process.pid}.mjs`)
  const entryPoints = [join(repositoryRoot(), 'src', `${name}.ts`)]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  process.once('exit', () => rmSync(outfile, { force: true }))
  return outfile
}

const made = new Map<string, Promise<string>>()

/**
 * The file of a thread's program, `src/<name>.ts`. It lies beside the bundle of the server; where the sources run as they
 * are, as in tests, it is bundled when it is first asked for.
 */
export function programFile(name: string): Promise<string> {
  if (!here.endsWith('.ts')) return Promise.resolve(join(dirname(here), 'threads', `${basename(name)}.js`))
  const file = made.get(name) ?? bundled(name)
  made.set(name, file)
  return file
}
