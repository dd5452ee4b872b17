import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openContacts } from './file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernweh-reading-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(name: string, content: string | Uint8Array) {
  const path = join(folder, name)
  await writeFile(path, content)
  const file = await openContacts(path, folder)
  const rows = []
  for await (const batch of file.rows()) rows.push(...batch)
  return { file, rows }
}

describe('text', () => {
  test.each([
    ['comma', ',', 'utf8'],
    ['semicolon', ';', 'latin1'],
    ['tab', '\t', 'utf8'],
  ] as const)('with %s', async (_, delimiter, encoding) => {
    const content = [
      `Name${delimiter}PLZ`,
      `"Müller${delimiter} ""Änne"""${delimiter}04109`,
      `Groß${delimiter}01067`,
    ].join('\r\n')
    const { file, rows } = await read(`${encoding}-${delimiter.charCodeAt(0)}.csv`, Buffer.from(content, encoding))
    expect(file).toMatchObject({ format: 'csv', delimiter, columns: ['Name', 'PLZ'] })
    expect(rows).toEqual([
      { line: 2, cells: [`Müller${delimiter} "Änne"`, '04109'], broken: false },
      { line: 3, cells: ['Groß', '01067'], broken: false },
    ])
  })

  test('with a byte order mark, a line within a cell and a broken row', async () => {
    const { file, rows } = await read('bom.csv', '\ufeffName;Notiz\n"A";"zwei\nZeilen"\n"B;offen\nC;gut\nD;1;2;3\n')
    expect(file.columns).toEqual(['Name', 'Notiz'])
    expect(rows.map(({ line, broken }) => [line, broken])).toEqual([
      [2, false],
      [4, true],
      [5, false],
      [6, true],
    ])
  })
})

const cards = [
  'BEGIN:VCARD',
  'VERSION:3.0',
  'N:Müller;Anna;;Dr.;',
  'FN:Dr. Anna Müller',
  'EMAIL;TYPE=INTERNET:anna@x.de',
  'item1.TEL;TYPE=CELL:+49 170 1234567',
  'ADR;TYPE=HOME:;;Bäckerstr. 3\\, Hof;Leipzig;;04109;Germany',
  'BDAY:1980-04-03',
  'PHOTO;ENCODING=b;TYPE=JPEG:AAAA',
  ' BBBB',
  'END:VCARD',
  '',
  'BEGIN:VCARD',
  'VERSION:4.0',
  'UID:urn:uuid:4f2a',
  'FN:Ben Beck',
  'N:Beck;Ben;;;',
  'EMAIL:ben@x.de',
  'EMAIL:ben@arbeit.de',
  'TEL;VALUE=uri:tel:+49-30-1234567',
  'BDAY:19850612',
  'END:VCARD',
  'BEGIN:VCARD',
  'VERSION:2.1',
  'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gr=C3=B6=C3=9Fe;=C3=84nne;;;',
  'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=84nne =',
  'Gr=C3=B6=C3=9Fe',
  'TEL;CELL:0171 999999',
  'END:VCARD',
  'BEGIN:VCARD',
  'kaputt',
  'END:VCARD',
].join('\r\n')

test('cards of versions 2.1, 3 and 4 in one file', async () => {
  const { file, rows } = await read('cards.vcf', cards)
  expect(file.format).toBe('vcard')
  const of = (row: number, column: string) => rows[row]?.cells[file.columns.indexOf(column)]
  expect(rows.map(({ line, broken }) => [line, broken])).toEqual([
    [1, false],
    [13, false],
    [23, false],
    [30, true],
  ])
  expect(of(0, 'Last name')).toBe('Müller')
  expect(of(0, 'Street')).toBe('Bäckerstr. 3, Hof')
  expect(of(0, 'Postcode')).toBe('04109')
  expect(of(0, 'Phone')).toBe('+49 170 1234567')
  expect(of(0, 'Birthday')).toBe('1980-04-03')
  expect(of(1, 'UID')).toBe('4f2a')
  expect(of(1, 'E-mail 2')).toBe('ben@arbeit.de')
  expect(of(1, 'Phone')).toBe('+49-30-1234567')
  expect(of(1, 'Birthday')).toBe('1985-06-12')
  expect(of(2, 'First name')).toBe('Änne')
  expect(of(2, 'Last name')).toBe('Größe')
})

test.each([
  ['an empty file', ''],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])],
  ['a damaged workbook', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3])],
])('%s is refused', async (name, content) => {
  await expect(read(name.replaceAll(' ', '-'), content)).rejects.toMatchObject({ status: 422 })
})
