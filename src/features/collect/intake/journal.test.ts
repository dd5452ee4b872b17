import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLog } from '../../../platform/log.ts'
import type { SourceRef } from '../sources/schema.ts'
import { frameOf } from './frames.ts'
import { openJournal } from './journal.ts'
import { openLines } from './lines.ts'
import type { Batch } from './store.ts'
import { shakyDisk } from './testing/shakyDisk.ts'

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

async function recovered(folder: string, journal = open(folder)): Promise<unknown[]> {
  const found: unknown[] = []
  await journal.recover(async (batch) => {
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

const kept = batchOf([{ text: 'kept', from: 0 }], [])
const torn = batchOf([{ text: 'torn', from: 1 }], ['x'])

/** What comes back of a file with two rows that is changed like that, and how many files lie aside then, as they are. */
async function afterDamage(change: (file: string) => Promise<void>) {
  const folder = await mkdtemp(join(directory, 'torn-'))
  const segment = await open(folder).begin()
  await segment.append(kept)
  await segment.append(torn)
  const [name = ''] = await readdir(folder)
  await change(join(folder, name))
  const changed = await readFile(join(folder, name))
  const journal = open(folder)
  const back = await recovered(folder, journal)
  const aside = await readdir(join(folder, 'damaged')).catch(() => [])
  for (const one of aside) expect(await readFile(join(folder, 'damaged', one))).toEqual(changed)
  expect(await recovered(folder)).toEqual([])
  expect(journal.damaged()).toBe(aside.length)
  return { back, aside: aside.length }
}

test('of a file whose end was never written whole, or that is damaged, the rest comes back and it lies aside', async () => {
  const cut = (bytes: number) => async (file: string) => writeFile(file, (await readFile(file)).subarray(0, -bytes))
  for (const bytes of [1, 10, 40]) expect(await afterDamage(cut(bytes))).toEqual({ back: [told(kept)], aside: 1 })
  const flip = (place: number) => async (file: string) => {
    const bytes = await readFile(file)
    const at = place < 0 ? bytes.length + place : place
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at)
    await writeFile(file, bytes)
  }
  expect(await afterDamage(flip(-3))).toEqual({ back: [told(kept)], aside: 1 })
  for (const place of [2, 5, 13, 30]) expect(await afterDamage(flip(place))).toEqual({ back: [told(torn)], aside: 1 })
  const both = [told(kept), told(torn)]
  expect(await afterDamage((file) => appendFile(file, Buffer.alloc(100)))).toEqual({ back: both, aside: 1 })
  expect(await afterDamage(async () => {})).toEqual({ back: both, aside: 0 })
})

test('a frame of a form that nobody knows lies aside', async () => {
  const [head = Buffer.alloc(0), , rows = Buffer.alloc(0)] = frameOf(kept)
  const beside = Buffer.from('{"form":"of another time"}')
  head.writeUInt32LE(beside.length, 4)
  head.writeUInt32LE(crc32(rows, crc32(beside)), 12)
  const strange = Buffer.concat([head, beside, rows, ...frameOf(torn)])
  expect(await afterDamage((file) => writeFile(file, strange))).toEqual({ back: [told(torn)], aside: 1 })
})

test('a file that cannot be read lies aside', async () => {
  const folder = await mkdtemp(join(directory, 'unread-'))
  await mkdir(join(folder, '1.rows'))
  const journal = open(folder)
  expect([await recovered(folder, journal), journal.damaged()]).toEqual([[], 1])
  expect(await readdir(join(folder, 'damaged'))).toEqual(['1.rows'])
})

async function onShakyDisk() {
  const disk = shakyDisk()
  const folder = await mkdtemp(join(directory, 'shaky-'))
  const journal = openJournal({ folder, log: openLog('silent'), now: () => 1, open: disk.open })
  return { disk, folder, journal }
}

test('an append that fails leaves what was there, however much of it was written', async () => {
  const bytes = frameOf(torn).reduce((sum, part) => sum + part.length, 0)
  for (const written of [0, 1, 16, 60, bytes]) {
    const { disk, folder, journal } = await onShakyDisk()
    const segment = await journal.begin()
    await segment.append(kept)
    disk.failAfter(written)
    await expect(segment.append(torn)).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(journal.probe(bytes)).rejects.toMatchObject({ code: 'ENOSPC' })
    disk.recover()
    await journal.probe(bytes)
    await (await journal.begin()).append(kept)
    expect(await recovered(folder)).toEqual([told(kept), told(kept)])
    expect(await readdir(folder)).toEqual([])
  }
})

test('a write that takes only a part is gone on with', async () => {
  const { disk, folder, journal } = await onShakyDisk()
  disk.onlyPieces(7)
  await (await journal.begin()).append(torn)
  expect(await recovered(folder)).toEqual([told(torn)])
})

test('a file that cannot be begun stays neither open nor there', async () => {
  const { disk, folder, journal } = await onShakyDisk()
  disk.refuseFolders()
  for (let tries = 0; tries < 20; tries++) await expect(journal.begin()).rejects.toMatchObject({ code: 'EMFILE' })
  expect([await readdir(folder), disk.handles()]).toEqual([[], 0])
})

test('what is stored leaves nothing behind', async () => {
  const folder = await mkdtemp(join(directory, 'stored-'))
  const segment = await open(folder).begin()
  await segment.append(batchOf([{ text: 'secret', from: 0 }], []))
  await segment.drop()
  expect(await readdir(folder)).toEqual([])
})
