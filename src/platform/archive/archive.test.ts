import { readdirSync } from 'node:fs'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openArchive } from './archive.ts'
import { ArchiveError } from './error.ts'
import { type Given, zipOf } from './testing.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernweh-archive-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const megabyte = 1024 * 1024
const limits = { files: 100, bytes: 64 * megabyte, ratio: 100, harmless: 4 * megabyte }

async function read(content: Buffer, allowed = limits) {
  const path = join(folder, 'some.zip')
  await writeFile(path, content)
  const archive = await openArchive(path, allowed)
  const texts: [string, string][] = []
  for (const file of archive.files) {
    const chunks: Buffer[] = []
    for await (const chunk of archive.read(file)) chunks.push(chunk)
    texts.push([file.name, Buffer.concat(chunks).toString('utf8')])
  }
  return texts
}

const problem = async (content: Buffer, allowed = limits) => {
  try {
    await read(content, allowed)
    return 'read'
  } catch (error) {
    return error instanceof ArchiveError ? error.problem : error
  }
}

const file = (name: string, text = 'text', more: Partial<Given> = {}): Given => ({
  name,
  bytes: Buffer.from(text),
  ...more,
})

test('files are read, packed, as they are, empty, and in the form for large archives', async () => {
  const files = [file('a.csv', 'ä'.repeat(100_000)), file('b/', ''), file('b/c', 'plain', { method: 0 }), file('d', '')]
  const wanted = [
    ['a.csv', 'ä'.repeat(100_000)],
    ['b/c', 'plain'],
    ['d', ''],
  ]
  expect(await read(zipOf(files))).toEqual(wanted)
  expect(await read(zipOf(files, { isLarge: true }))).toEqual(wanted)
})

describe('refused', () => {
  test.each([
    ['a name twice', 'twice', [file('a'), file('a')]],
    ['a place above', 'path', [file('../a')]],
    ['a place of the whole disk', 'path', [file('/etc/passwd')]],
    ['a drive', 'path', [file('C:/a')]],
    ['a place above, as on Windows', 'path', [file('x\\..\\..\\a')]],
    ['a name that ends early', 'path', [file('a\u0000.csv')]],
    ['a link', 'link', [file('a', '/etc/passwd', { mode: 0o120777 })]],
    ['a password', 'locked', [file('a', 'text', { flags: 1 })]],
    ['a method that nobody knows', 'locked', [file('a', 'text', { method: 99 })]],
    ['more than it says', 'damaged', [file('a', 'x'.repeat(1000), { says: 10 })]],
    ['less than it says', 'damaged', [file('a', 'x', { says: 1000 })]],
    ['another sum', 'damaged', [file('a', 'x', { crc: 1 })]],
    ['too many files', 'many', Array.from({ length: 101 }, (_, i) => file(`${i}`))],
  ] as const)('%s', async (_, wanted, files) => {
    expect(await problem(zipOf(files))).toBe(wanted)
  })

  test('garbage after the end or before the beginning', async () => {
    const whole = zipOf([file('a')])
    expect(await problem(Buffer.concat([whole, Buffer.from('garbage')]))).toBe('damaged')
    expect(await problem(Buffer.concat([Buffer.from('garbage'), whole]))).toBe('damaged')
  })

  test('files that share their bytes', async () => {
    const bytes = Buffer.alloc(megabyte)
    const files = Array.from({ length: 90 }, (_, i): Given => ({ name: `${i}`, bytes }))
    expect(await problem(zipOf(files, { overlapping: true }))).toBe('overlap')
  })

  test('what unpacks to too much: each alone, and all together', async () => {
    expect(await problem(zipOf([{ name: 'a', bytes: Buffer.alloc(20 * megabyte) }]))).toBe('bomb')
    expect(await problem(zipOf([{ name: 'a', bytes: Buffer.alloc(20 * megabyte), says: 100 }]))).toBe('damaged')
    const parts = Array.from({ length: 10 }, (_, i): Given => ({ name: `${i}`, bytes: Buffer.alloc(megabyte) }))
    expect(await problem(zipOf(parts))).toBe('bomb')
    const plain = Array.from(
      { length: 10 },
      (_, i): Given => ({ name: `${i}`, bytes: Buffer.alloc(megabyte), method: 0 }),
    )
    expect(await problem(zipOf(plain), { ...limits, bytes: 9 * megabyte })).toBe('bomb')
    expect(await problem(zipOf(plain), { ...limits, bytes: 10 * megabyte })).toBe('read')
  })

  test('sizes and places beyond all numbers', async () => {
    const whole = zipOf([file('a')], { isLarge: true })
    for (const at of [whole.length - 22 - 20 + 8, whole.length - 22 - 76 + 48, whole.length - 22 - 76 + 32]) {
      const copy = Buffer.from(whole)
      copy.writeBigUInt64LE(0xffff_ffff_ffff_fffen, at)
      expect(await problem(copy)).toMatch(/damaged|many/)
    }
  })
})

const descriptors = (): number => readdirSync('/proc/self/fd').length

test('an archive cut off or changed anywhere is read or refused at once, and nothing stays open', async () => {
  const files = [file('a.csv', 'some text of some length, some text'), file('b.csv', 'plain', { method: 0 })]
  const before = descriptors()
  for (const isLarge of [false, true]) {
    const whole = zipOf(files, { isLarge })
    for (let length = 0; length < whole.length; length++) {
      expect(await problem(whole.subarray(0, length))).toBe('damaged')
    }
    const known = ['read', 'damaged', 'locked', 'many', 'twice', 'path', 'link', 'overlap', 'bomb']
    for (let at = 0; at < whole.length; at++) {
      const copy = Buffer.from(whole)
      copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
      expect(known).toContain(await problem(copy))
    }
    const noise = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(noise, async (changes) => {
        const copy = Buffer.from(whole)
        for (const [at, by] of changes) copy[at] = by
        expect(known).toContain(await problem(copy))
      }),
      { numRuns: 300 },
    )
  }
  expect(descriptors()).toBe(before)
})

test('a reader that leaves early, and a file that shrinks while it is read, leave nothing open', async () => {
  const before = descriptors()
  const path = join(folder, 'early.zip')
  await writeFile(
    path,
    zipOf([{ name: 'a', bytes: Buffer.from(Array.from({ length: megabyte }, (_, i) => (i * 7919) % 251)), method: 0 }]),
  )
  const archive = await openArchive(path, limits)
  const [only] = archive.files
  if (!only) throw new Error('no file')
  for await (const _ of archive.read(only)) break
  await truncate(path, 1000)
  await expect(async () => {
    for await (const _ of archive.read(only));
  }).rejects.toMatchObject({ problem: 'damaged' })
  expect(descriptors()).toBe(before)
})
