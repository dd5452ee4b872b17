import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('the script is smaller than 4 kB', async () => {
  const { outputFiles } = await build({
    entryPoints: [resolve(import.meta.dirname, 'tracker.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2020',
  })
  const [script] = outputFiles
  expect(script?.contents.length).toBeGreaterThan(1000)
  expect(gzipSync(script?.contents ?? '').length).toBeLessThan(4096)
})
