import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from './prepare.mjs'

const source = join(root, 'src/features/collect/web/capture/device')
const out = join(root, 'dist/web')
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2020', 'chrome87', 'safari14.1'],
}

/** The pages at the till: a program of their own, small enough for an old tablet, and its service worker. */
export async function buildCapture() {
  const { build } = await import('esbuild')
  const { metafile } = await build({
    ...shared,
    entryPoints: { capture: join(source, 'main.ts') },
    outdir: join(out, 'assets'),
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/assets',
    loader: { '.woff2': 'file' },
    metafile: true,
    logLevel: 'error',
  })
  const files = Object.keys(metafile.outputs).map((file) => `/assets/${basename(file)}`)
  const named = (ending) => files.find((file) => file.endsWith(ending))
  const html = readFileSync(join(source, 'page.html'), 'utf8')
    .replace('{{script}}', named('.js'))
    .replace('{{style}}', named('.css'))
  const pages = join(out, 'capture')
  mkdirSync(pages, { recursive: true })
  writeFileSync(join(pages, 'page.html'), html)
  const version = createHash('sha256').update(html).digest('hex').slice(0, 12)
  await build({
    ...shared,
    entryPoints: [join(source, 'worker.ts')],
    outfile: join(pages, 'worker.js'),
    format: 'iife',
    define: { FERNWEH_FILES: JSON.stringify(files), FERNWEH_VERSION: JSON.stringify(version) },
    logLevel: 'error',
  })
  for (const size of [180, 192, 512]) copyFileSync(join(source, `icon-${size}.png`), join(pages, `icon-${size}.png`))
}
