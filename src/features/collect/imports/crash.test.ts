import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repositoryRoot } from '../../../platform/root.ts'

const root = repositoryRoot()
const program = join(root, '.cache', `importer-${process.pid}.mjs`)
let directory = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fernweh-crash-'))
  const entryPoints = [join(root, 'test/engines/importer.ts')]
  await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
})
afterAll(async () => {
  await rm(program, { force: true })
  await rm(directory, { recursive: true, force: true })
})

/** Runs the importer and kills it at the `nth` line that begins with the text; gives the last line that it said. */
async function importUntil(text?: string, nth = 1): Promise<string> {
  const child = spawn(process.execPath, [program, directory, join(root, 'test/fixtures/ecom.csv.gz')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  let last = ''
  let left = nth
  let ready = false
  for await (const line of createInterface({ input: child.stdout })) {
    last = line
    ready ||= line === 'recovered'
    if (ready && text !== undefined && line.startsWith(text) && --left === 0) child.kill('SIGKILL')
  }
  await gone
  return last
}

test('killed at any point, an import leaves nothing that repeating it does not put right', async () => {
  for (const point of [
    'reading',
    'insert into events',
    'insert into identities',
    'insert into import_people',
    'insert into paths',
  ]) {
    expect(await importUntil(point)).not.toMatch(/^(result|failed)/)
  }
  const result: unknown = JSON.parse((await importUntil()).replace(/^result /, ''))
  const interrupted = { state: 'interrupted', imported: 0, duplicates: 0 }
  expect(result).toEqual({
    events: 31_106,
    people: 600,
    touches: 31_106,
    imports: [
      { state: 'done', imported: 0, duplicates: 31_106 },
      { state: 'done', imported: 31_106, duplicates: 0 },
      interrupted,
      interrupted,
      interrupted,
      interrupted,
    ],
  })
}, 300_000)
