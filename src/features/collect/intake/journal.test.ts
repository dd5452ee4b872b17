import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from '../../../platform/log.ts'
import type { SourceRef } from '../sources/schema.ts'
import { openJournal } from './journal.ts'
import { openLines } from './lines.ts'
import type { Batch } from './store.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fernweh-journal-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const source = (slug: string): SourceRef => ({
  workspace: randomUUID(),
  id: randomUUID(),
  slug,
  kind: 'server',
  trusted: true,
})
const sources = [source('shop'), source('till'), source('app')]

type Row = { readonly text: string; readonly from: number }

function batchOf(rows: readonly Row[], beside: readonly string[]): Batch {
  const lines = openLines(16)
  for (const { text } of rows) lines.add(`${JSON.stringify([text])}\n`)
  const identities = beside.length === 0 ? [] : [['w', new Map(beside.map((one) => [one, `${one}\n`]))] as const]
  return {
    rows: lines,
    sources: rows.flatMap(({ from }) => sources[from] ?? []),
    identities: new Map(identities),
    edges: beside,
    traits: beside,
  }
}

const told = ({ rows, sources: from, identities, edges, traits }: Batch) => ({
  rows: Array.from({ length: rows.count }, (_, nth) => rows.bytes(nth, nth + 1).toString()),
  from: from.map(({ slug }) => slug),
  identities: [...identities].map(([workspace, list]) => [workspace, [...list]]),
  edges,
  traits,
})

const open = (folder: string) => openJournal({ folder, log: openLog('silent'), now: () => 1 })

async function recovered(folder: string): Promise<unknown[]> {
  const found: unknown[] = []
  await open(folder).recover(async (batch) => {
    found.push(told(batch))
  })
  return found
}

const row = fc.record({ text: fc.string({ unit: 'binary' }), from: fc.nat(2) })
const batches = fc.array(
  fc.tuple(fc.array(row, { minLength: 1, maxLength: 8 }), fc.array(fc.string(), { maxLength: 3 })),
  { minLength: 1, maxLength: 6 },
)

test('what was kept comes back, in its order, and only once', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.nat(2), async (lists, files) => {
      const folder = await mkdtemp(join(directory, 'any-'))
      const journal = open(folder)
      let segment = await journal.begin()
      for (const [nth, [rows, beside]] of lists.entries()) {
        if (nth === files) segment = await journal.begin()
        await segment.append(batchOf(rows, [...new Set(beside)]))
      }
      expect(await recovered(folder)).toEqual(lists.map(([rows, beside]) => told(batchOf(rows, [...new Set(beside)]))))
      expect(await recovered(folder)).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('of a file whose end was never written whole, or that is damaged, all the rest comes back', async () => {
  const kept = batchOf([{ text: 'kept', from: 0 }], [])
  const torn = batchOf([{ text: 'torn', from: 1 }], ['x'])
  const write = async (change: (file: string) => Promise<void>) => {
    const folder = await mkdtemp(join(directory, 'torn-'))
    const segment = await open(folder).begin()
    await segment.append(kept)
    await segment.append(torn)
    const [name = ''] = await readdir(folder)
    await change(join(folder, name))
    return recovered(folder)
  }
  const cut = (bytes: number) => async (file: string) => writeFile(file, (await readFile(file)).subarray(0, -bytes))
  for (const bytes of [1, 10, 40]) expect(await write(cut(bytes))).toEqual([told(kept)])
  const flip = (place: number) => async (file: string) => {
    const bytes = await readFile(file)
    const at = place < 0 ? bytes.length + place : place
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at)
    await writeFile(file, bytes)
  }
  expect(await write(flip(-3))).toEqual([told(kept)])
  for (const place of [2, 5, 13, 30]) expect(await write(flip(place))).toEqual([told(torn)])
  expect(await write((file) => appendFile(file, Buffer.alloc(100)))).toHaveLength(2)
})

test('what is stored leaves nothing behind', async () => {
  const folder = await mkdtemp(join(directory, 'stored-'))
  const segment = await open(folder).begin()
  await segment.append(batchOf([{ text: 'secret', from: 0 }], []))
  await segment.drop()
  expect(await readdir(folder)).toEqual([])
})
