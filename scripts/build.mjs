import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { buildCapture } from './build-capture.mjs'
import { root } from './prepare.mjs'

/** The programs that run in threads of their own. */
const threads = () =>
  readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.thread.ts') && !name.endsWith('testing.thread.ts'),
  )

const entry = (file, folder = '') => ({ in: file, out: join(folder, basename(file, '.ts')) })

/** Bundles the programs of src/app, and those of threads beside them; packages stay in node_modules. */
export async function buildServer(entries = ['src/app/server.ts', 'src/app/cli.ts'], outdir = 'dist/server') {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...entries.map((file) => entry(file)),
      ...threads().map((name) => entry(join('src', name), 'threads')),
    ],
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'error',
  })
}

export async function buildWeb() {
  // Whatever the shell says: another value would build the slow development form of React.
  process.env.NODE_ENV = 'production'
  const { build } = await import('vite')
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  await buildTracker()
  await buildCapture()
}

/** The one script that customers' websites load. */
async function buildTracker() {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: ['packages/tracker/src/tracker.ts'],
    outfile: 'dist/web/t.js',
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    logLevel: 'error',
  })
}
