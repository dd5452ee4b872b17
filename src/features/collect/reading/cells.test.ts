import fc from 'fast-check'
import { expect, test } from 'vitest'
import { records } from './cells.ts'

const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '"', ',', ';', '\n', '\r\n', '|', '\t', '1', '😀') })
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 })
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

test('what is written in quotes is read back, with any delimiter and line end', () => {
  const delimiter = fc.constantFrom(',', ';', '\t', '|')
  fc.assert(
    fc.property(table, delimiter, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (rows, by, end, last) => {
      const text = rows.map((row) => row.map(quote).join(by)).join(end) + (last ? end : '')
      const read = [...records(text, by, true)]
      expect(read.map((one) => one.cells)).toEqual(rows)
      expect(read.some((one) => one.broken)).toBe(false)
      expect(read.reduce((sum, one) => sum + one.lines, 0)).toBe(text.split(/\r\n|\n|\r/).length - (last ? 1 : 0))
    }),
  )
})

test('a text cut off anywhere gives the same first records', () => {
  fc.assert(
    fc.property(table, fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
      const text = `${rows.map((row) => row.map(quote).join(',')).join('\n')}\n`
      const part = [...records(text.slice(0, Math.floor(text.length * share)), ',', false)]
      expect(part).toEqual([...records(text, ',', true)].slice(0, part.length))
    }),
  )
})

const read = (text: string) =>
  [...records(text, ',', true)].map(({ cells, broken }) => (broken ? `broken: ${cells[0]}` : cells.join('|')))

test('misplaced quotes break their own line only', () => {
  expect(read('a,b\n1,"x" y\n2,z\n')).toEqual(['a|b', 'broken: 1,"x" y', '2|z'])
  expect(read('a,b\n1,"x\n2,z')).toEqual(['a|b', 'broken: 1,"x', '2|z'])
  expect(read('a , "b" ,5" wide\n')).toEqual(['a|b|5" wide'])
})

/** The best of some tries, in milliseconds of this program's own time. */
function best(work: () => void): number {
  const tries = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage()
    work()
    return process.cpuUsage(before).user / 1000
  })
  return Math.max(1, Math.min(...tries))
}

test.each([
  ['spaces within a cell', (n: number) => `a,x${' '.repeat(n)}x,b\n`],
  ['quotes that never end', (n: number) => `a","\n`.repeat(n / 5)],
  ['quotes in pairs', (n: number) => '"""'.repeat(n / 3)],
])('reading takes linear time: %s', (_, text) => {
  const [short, long] = [400_000, 3_200_000].map((n) => {
    const given = text(n)
    return best(() => {
      for (const _ of records(given, ',', true));
    })
  })
  expect((long ?? 0) / Math.max(20, short ?? 0)).toBeLessThan(24)
})
