import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildCapture } from './build-capture.mjs'
import { root } from './prepare.mjs'

/** Bundles the programs of src/app; packages stay in node_modules. */
export async function buildServer(entries = ['src/app/server.ts', 'src/app/cli.ts'], outdir = 'dist/server') {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: entries,
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
  copySegment()
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

/** Segment's browser SDK as its snippet asks for it, so that pages load it from here and from nobody else. */
function copySegment() {
  const from = join(root, 'node_modules/@segment/analytics-next/dist/umd')
  const to = join(root, 'dist/web/segment')
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  const files = readdirSync(from).filter((name) => name === 'standalone.js' || /\.bundle\.\w+\.js$/.test(name))
  for (const name of files) cpSync(join(from, name), join(to, name))
}
