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
