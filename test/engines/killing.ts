import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { expect } from 'vitest'
import { repositoryRoot } from '../../src/platform/root.ts'
import type { ClickHouse } from './clickhouse.ts'

const root = repositoryRoot()
const points = [
  'reading',
  'insert into events',
  'insert into identities',
  'insert into import_people',
  'insert into paths',
]

/** Imports with a program of its own that is killed at several points, then to the end; nothing may be lost or doubled. */
export async function killAndRepeat(servers?: Pick<ClickHouse, 'url' | 'cluster'>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'fernweh-crash-'))
  const program = join(root, '.cache', `importer-${process.pid}.mjs`)
  const entryPoints = [join(root, 'test/engines/importer.ts')]
  await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  const words = [program, directory, join(root, 'test/fixtures/ecom.csv.gz'), servers?.url, servers?.cluster]
  const importUntil = (text?: string) =>
    run(
      words.filter((word) => word !== undefined),
      text,
    )
  try {
    for (const point of points) expect(await importUntil(point)).not.toMatch(/^(result|failed)/)
    const result: unknown = JSON.parse((await importUntil()).replace(/^result /, ''))
    const interrupted = { state: 'interrupted', imported: 0, duplicates: 0 }
    expect(result).toEqual({
      events: 31_106,
      people: 600,
      touches: 31_106,
      imports: [
        { state: 'done', imported: 0, duplicates: 31_106 },
        { state: 'done', imported: 31_106, duplicates: 0 },
        ...points.slice(1).map(() => interrupted),
      ],
    })
  } finally {
    await rm(program, { force: true })
    await rm(directory, { recursive: true, force: true })
  }
}

/** Runs the importer and kills it at the first line that begins with the text; gives the last line that it said. */
async function run(words: readonly string[], text?: string): Promise<string> {
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  let last = ''
  let ready = false
  for await (const line of createInterface({ input: child.stdout })) {
    last = line
    ready ||= line === 'recovered'
    if (ready && text !== undefined && line.startsWith(text)) child.kill('SIGKILL')
  }
  await gone
  return last
}
