import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Fault } from '../../../../../kernel/fault.ts'
import { zipOf } from '../../../../../platform/archive/testing.ts'
import { type Book, bookOf, partsOf } from '../../testing/workbooks.ts'
import { limits } from './limits.ts'
import { isDateFormat } from './styles.ts'
import { openWorkbook } from './workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernweh-workbook-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(content: Uint8Array) {
  const path = join(folder, 'book.xlsx')
  await writeFile(path, content)
  const file = await openWorkbook(path)
  const rows = []
  for await (const batch of file.rows()) rows.push(...batch)
  return { file, rows }
}

const cells = async (book: Book) => {
  const { file, rows } = await read(bookOf(book))
  return [file.columns, ...rows.map(({ cells }) => cells)]
}

const texts = (place: string, ...list: string[]) =>
  list.map((text, i) => `<c r="${'ABCDEFG'[i]}${place}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')

describe('cells', () => {
  test('texts: shared, inline and rich, without how they are spoken', async () => {
    const shared =
      '<si><t>Name</t></si><si><t xml:space="preserve"> Müller &amp; S&#246;hne </t></si><si><r><rPr><b/></rPr><t>b@</t></r><r><t>x.de</t></r></si><si><t>漢字</t><rPh sb="0" eb="2"><t>かんじ</t></rPh></si><si/>'
    const first =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c><c r="C1" t="s"><v>3</v></c></row>'
    const second =
      '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c><c r="C2" t="s"><v>4</v></c></row>'
    const third = '<row r="3"><c r="A3" t="str"><f>A1&amp;"x"</f><v>Namex</v></c><c r="B3" t="s"><v>99</v></c></row>'
    expect(await cells({ sheets: [first + second + third], shared })).toEqual([
      ['Name', 'b@x.de', '漢字'],
      [' Müller & Söhne ', 'inline', ''],
      ['Namex', ''],
    ])
  })

  test('numbers, booleans, errors, results of formulas, and what is empty', async () => {
    const head = `<row r="1">${texts('1', 'a', 'b', 'c', 'd', 'e')}</row>`
    const row =
      '<row r="2"><c r="A2"><v>4109</v></c><c r="B2"><v>1.25E1</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" t="e"><v>#N/A</v></c><c r="E2" s="0"/></row>'
    const formulas =
      '<row r="4"><c r="A4"><f>1+1</f><v>2</v></c><c r="B4" t="b"><f>TRUE()</f><v>0</v></c><c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D4"><f>X1</f></c><c r="E4"><v>12345678901234567890</v></c></row>'
    const { rows } = await read(bookOf({ sheets: [`${head}${row}<row r="3"><c r="A3"/></row>${formulas}`] }))
    expect(rows).toEqual([
      { line: 2, cells: ['4109', '12.5', 'true', '', ''], broken: false },
      { line: 4, cells: ['2', 'false', '', '', '12345678901234567000'], broken: false },
    ])
  })

  test('days and times by their style, in both calendars, as results of formulas and as text', async () => {
    const head = `<row r="1">${texts('1', 'a', 'b', 'c', 'd', 'e', 'f')}</row>`
    const row =
      '<row r="2"><c r="A2" s="1"><v>29314</v></c><c r="B2" s="2"><v>29314.5</v></c><c r="C2" s="3"><v>29314</v></c><c r="D2" s="4"><v>29314</v></c><c r="E2" s="1"><f>TODAY()</f><v>29314</v></c><c r="F2" t="d"><v>1980-04-03T00:00:00</v></c></row>'
    const book = {
      sheets: [head + row],
      styles: [0, 14, 165, 164, 166],
      formats: { 164: '0.00&quot; day&quot;', 165: '[$-407]dd/\\ mmm\\ yyyy hh:mm;@', 166: '[Red]yyyy' },
    }
    expect((await cells(book))[1]).toEqual([
      '1980-04-03',
      '1980-04-03T12:00:00.000Z',
      '29314',
      '1980-04-03',
      '1980-04-03',
      '1980-04-03',
    ])
    expect((await cells({ ...book, from1904: true }))[1]?.[0]).toBe('1984-04-04')
    expect(
      (
        await cells({
          ...book,
          sheets: [`${head}<row r="2"><c r="A2" s="1"><v>9e99</v></c><c r="B2"><v>1</v></c></row>`],
        })
      )[1],
    ).toEqual(['', '1'])
  })

  test('formats of days and of others', () => {
    const days = ['dd.mm.yyyy', 'm/d/yy h:mm', '[h]:mm', 'YYYY-MM-DD', 'yyyy"年"m"月"', 'bbbb']
    const others = ['General', '0.00', '#,##0.00\\ "day"', '[Red]0', '@', '0\\d', '_-* #,##0.00_-', '"a"0"s"', '']
    expect(days.filter((one) => !isDateFormat(one))).toEqual([])
    expect(others.filter(isDateFormat)).toEqual([])
  })

  test('without places, with merged cells and links, with prefixes', async () => {
    const rows = `<row>${texts('1', 'a', 'b')}</row><row><c t="inlineStr"><is><t>x</t></is></c><c><v>1</v></c></row>`
    const after =
      '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><hyperlinks><hyperlink ref="A2" r:id="r1" xmlns:r="x"/></hyperlinks>'
    expect(await cells({ sheets: [rows], after })).toEqual([
      ['a', 'b'],
      ['x', '1'],
    ])
    const parts = partsOf({ sheets: [''] })
    parts.set(
      'xl/worksheets/sheet1.xml',
      '<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>a</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    )
    const zipped = zipOf([...parts].map(([name, text]) => ({ name: name.toUpperCase(), bytes: Buffer.from(text) })))
    expect((await read(zipped)).rows.map((row) => row.cells)).toEqual([['7']])
  })
})

describe('sheets', () => {
  const filled = (text: string) => `<row r="1">${texts('1', text)}</row><row r="2">${texts('2', 'x')}</row>`

  test('the first that holds anything is read, hidden or not', async () => {
    expect((await cells({ sheets: ['<row r="1"><c r="A1"/></row>', filled('two'), filled('three')] }))[0]).toEqual([
      'two',
    ])
    expect((await cells({ sheets: [filled('one'), filled('two')], hidden: [0] }))[0]).toEqual(['one'])
  })

  test('columns without a name, and of the same name, have one of their own', async () => {
    const head = `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="C1" t="str"><v>a</v></c></row>`
    expect((await cells({ sheets: [`${head}<row r="2">${texts('2', '1', '2', '3')}</row>`] }))[0]).toEqual([
      'a',
      'column_2',
      'a_2',
    ])
  })

  test('nothing in it', async () => {
    await expect(read(bookOf({ sheets: ['', ''] }))).rejects.toMatchObject({ code: 'contacts.unreadable' })
  })
})

const descriptors = (): number => readdirSync('/proc/self/fd').length
const settled = () => expect.poll(descriptors, { timeout: 10_000 })

describe('limits', () => {
  const head = `<row r="1">${texts('1', 'a', 'b')}</row>`
  const fault = async (book: Book) => {
    const error: unknown = await read(bookOf(book)).catch((caught: unknown) => caught)
    return error instanceof Fault ? `${error.code} ${error.message}` : error
  }

  test('of columns, rows, sheets, texts and depth', async () => {
    expect(await fault({ sheets: [`${head}<row r="2"><c r="XFD2"><v>1</v></c></row>`] })).toContain('too many columns')
    expect(await fault({ sheets: [`${head}<row r="2000000"><c r="A2"><v>1</v></c></row>`] })).toContain('damaged')
    expect(await fault({ sheets: Array.from({ length: limits.sheets + 1 }, () => '') })).toContain('too many sheets')
    expect(await fault({ sheets: [head], shared: '<si/>'.repeat(limits.sharedStrings + 1) })).toContain(
      'too many texts',
    )
    expect(await fault({ sheets: ['<a>'.repeat(200)] })).toContain('damaged')
    expect(await fault({ sheets: [`${head}<!-- ${'x'.repeat(3 << 20)} -->`] })).toContain('damaged')
  })

  test('an empty cell far to the right is no column', async () => {
    expect(await cells({ sheets: [`${head}<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row>`] })).toEqual([
      ['a', 'b'],
      ['1'],
    ])
  })

  test('of the length of a cell: it is cut, longer than a contact may hold', async () => {
    const [, row] = await cells({ sheets: [`${head}<row r="2">${texts('2', 'x'.repeat(500_000), 'y')}</row>`] })
    expect(row?.map((cell) => cell.length)).toEqual([limits.cell + 1, 1])
  })

  test('entities are not unfolded', async () => {
    const parts = partsOf({ sheets: [head] })
    parts.set('xl/sharedStrings.xml', '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><sst><si><t>&b;</t></si></sst>')
    const zipped = zipOf([...parts].map(([name, text]) => ({ name, bytes: Buffer.from(text) })))
    await expect(read(zipped)).rejects.toMatchObject({ code: 'contacts.unreadable' })
  })

  test('a bomb is left where its content is too much for its size, with flat memory', async () => {
    const parts = partsOf({ sheets: [head] })
    const bomb = Buffer.alloc(300 << 20, ' ')
    const zipped = zipOf([
      ...[...parts].map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
      { name: 'xl/bomb', bytes: Buffer.alloc(0) },
    ])
    expect((await read(zipped)).file.columns).toEqual(['a', 'b'])
    parts.set('xl/worksheets/sheet1.xml', '')
    const bytes = Buffer.concat([
      Buffer.from(`<worksheet><sheetData>${head}`),
      bomb,
      Buffer.from('</sheetData></worksheet>'),
    ])
    const large = zipOf(
      [...parts].map(([name, text]) => ({ name, bytes: name.endsWith('sheet1.xml') ? bytes : Buffer.from(text) })),
    )
    expect(large.length).toBeLessThan(1 << 20)
    const before = process.memoryUsage().heapUsed
    await expect(read(large)).rejects.toMatchObject({
      code: expect.stringMatching(/^contacts\.(too_large|unreadable)$/),
    })
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 << 20)
  })
})

test('a workbook cut off or changed anywhere is read or refused, and nothing stays open', async () => {
  const whole = bookOf({
    sheets: [
      `<row r="1">${texts('1', 'Name', 'Mail')}</row><row r="2"><c r="A2" t="s"><v>0</v></c>${texts('2', 'x')}</row>`,
    ],
    shared: '<si><t>Müller</t></si>',
    styles: [0, 14],
  })
  await read(whole)
  const before = descriptors()
  const outcome = async (content: Buffer) => {
    try {
      await read(content)
      return 'read'
    } catch (error) {
      return error instanceof Fault ? error.code : error
    }
  }
  for (let length = 0; length < whole.length; length++) {
    expect(await outcome(whole.subarray(0, length))).toBe('contacts.unreadable')
  }
  const changed = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
  await fc.assert(
    fc.asyncProperty(changed, async ([at, by]) => {
      const copy = Buffer.from(whole)
      copy[at] = (copy[at] ?? 0) ^ by
      expect(['read', 'contacts.unreadable', 'contacts.too_large']).toContain(await outcome(copy))
    }),
    { numRuns: 500 },
  )
  await settled().toBe(before)
})

test('26 bytes that begin as a workbook are damage', async () => {
  const bytes = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(22)])
  await expect(read(bytes)).rejects.toMatchObject({ code: 'contacts.unreadable' })
})
