import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repositoryRoot } from '../../src/platform/root.ts'
import { temporaryCollect } from '../engines/collect.ts'
import { onServers } from './servers.ts'

const fixtures = join(repositoryRoot(), 'test/fixtures')

onServers('imports', ({ open }) => {
  let bench: Awaited<ReturnType<typeof temporaryCollect>>
  beforeAll(async () => {
    bench = await temporaryCollect(open)
  })
  afterAll(() => bench.close())

  test('an event file, twice, taken back, and again', async () => {
    const workspace = await bench.workspace()
    const file = join(fixtures, 'ecom.csv.gz')
    const first = await bench.importPath(workspace, file)
    expect(first).toMatchObject({ state: 'done', imported: 31_106, people: 600 })
    expect(await bench.importPath(workspace, file)).toMatchObject({ imported: 0, duplicates: 31_106 })
    await bench.undo(workspace, first.id)
    expect(await bench.totals(workspace)).toMatchObject({ events: 0 })
    const [head = '', ...rows] = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
    const twice = [head, ...rows.slice(0, 100), ...rows.slice(0, 100), 'u1,s1,,2024-01-01,,,,'].join('\n')
    const part = await bench.importBytes(workspace, twice)
    expect(part).toMatchObject({ read: 201, imported: 200, rejected: 1 })
    expect(await bench.rejects(part)).toHaveLength(1)
    expect(await bench.importPath(workspace, file)).toMatchObject({ imported: 31_006, duplicates: 100 })
    expect(await bench.totals(workspace)).toMatchObject({ events: 31_206, people: 600 })
  })

  test('transactions by basket in two files', async () => {
    const workspace = await bench.workspace()
    const file = join(fixtures, 'transactions.csv')
    const [head = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n')
    await bench.importBytes(workspace, [head, ...rows.slice(0, 2500)].join('\n'))
    const before = await bench.totals(workspace)
    const all = await bench.importPath(workspace, file)
    expect(all).toMatchObject({ imported: 2500, duplicates: 2500 })
    expect((await bench.totals(workspace)).events).toBe(new Set(rows.map((row) => row.split(',')[2])).size)
    await bench.undo(workspace, all.id)
    expect(await bench.totals(workspace)).toEqual(before)
  })
})
