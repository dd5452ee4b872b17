import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { type TemporaryProduct, temporaryProduct } from '../../../../test/engines/product.ts'
import { cardOf } from './exporting.ts'
import { cardColumns, cellsOf } from './reading/cards.ts'

let product: TemporaryProduct
let workspace: string
beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  const settings = { name: 'Laden', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' } as const
  workspace = (await product.client.admin.createWorkspace(settings)).id
})
afterAll(() => product.close())

async function imported(path: string) {
  const { id } = await product.client.people.contacts.local({ workspace, path })
  await product.collect.imports.idle()
  const [result] = await product.client.people.contacts.results({ workspace, import: id })
  return result
}

const content = [
  'Kundennummer;Vorname;Nachname;E-Mail;E-Mail dienstlich;Telefon;Straße;PLZ;Ort;Geburtsdatum;Stufe',
  'K1;Änne;"Groß; geb. Klein";aenne@x.de;gross@firma.de;0341 123456;Ring 1;04109;Leipzig;03.04.1980;Gold',
  'K2;Böse;=HYPERLINK("x");b@x.de;;;;;;;',
].join('\r\n')

test('what leaves as a file comes back as nothing new', async () => {
  const path = join(product.directory, 'kontakte.csv')
  await writeFile(path, content)
  expect(await imported(path)).toMatchObject({ added: 2, rejected: 0 })
  const out = async (name: string) => {
    const target = join(product.directory, name)
    expect(await product.client.people.contacts.exportLocal({ workspace, path: target })).toEqual({
      path: target,
      contacts: 2,
    })
    return target
  }
  const csv = await out('raus.csv')
  const text = await readFile(csv, 'utf8')
  expect(text).toMatch(/^\ufeffKundennummer;Titel;Vorname;Nachname;E-Mail;E-Mail 2;Telefon;Firma;Straße;PLZ;/)
  expect(text).toContain(
    'K1;;Änne;"Groß; geb. Klein";aenne@x.de;gross@firma.de;+49341123456;;Ring 1;04109;Leipzig;;1980-04-03',
  )
  expect(text).toContain(`"=HYPERLINK(""x"")"`)
  expect(await imported(csv)).toMatchObject({ read: 2, added: 0, updated: 0, unchanged: 2 })
  const book = await out('raus.xlsx')
  expect(await imported(book)).toMatchObject({ read: 2, added: 0, updated: 0, unchanged: 2 })
  const cards = await out('raus.vcf')
  expect(await imported(cards)).toMatchObject({ read: 2, added: 0, rejected: 0 })
  await product.people.contacts.idle()
})

test('a filter chooses who leaves', async () => {
  const path = join(product.directory, 'eine.csv')
  const { contacts } = await product.client.people.contacts.exportLocal({ workspace, path, search: 'aenne@x.de' })
  expect(contacts).toBe(1)
})

test('long lines of a card go on in the next, and signs are escaped', () => {
  const card = cardOf({ personId: '7', label: 'Ä; B', facts: { first_name: 'Ä'.repeat(60), last_name: 'B, C' } })
  expect(card).toContain('FN:Ä\\; B\r\n')
  expect(card.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  expect(card.replaceAll('\r\n ', '')).toContain(`N:B\\, C;${'Ä'.repeat(60)};;;`)
})

test('nothing in a value becomes a line of its own', () => {
  const bad = 'x\r\nEND:VCARD\nTEL:+1\rNOTE:a\u2028b\u0085c\u0000;d,e\\f'
  const keys = ['customer', 'title', 'first_name', 'last_name', 'email', 'email_2', 'phone', 'company', 'street']
  const all = [...keys, 'postcode', 'city', 'country', 'birthday', 'gender', 'language', 'phone_2']
  const card = cardOf({ personId: '7', label: bad, facts: Object.fromEntries(all.map((key) => [key, bad])) })
  const unfolded = card.replaceAll('\r\n ', '')
  const names = unfolded
    .trimEnd()
    .split(/[\r\n\u0085\u2028]+/)
    .map((line) => line.split(':')[0])
  const phones = ['TEL', 'TEL']
  expect(names).toEqual([
    'BEGIN',
    'VERSION',
    'UID',
    'FN',
    'N',
    'EMAIL',
    'EMAIL',
    ...phones,
    'ORG',
    'ADR',
    'BDAY',
    'LANG',
    'END',
  ])
  expect(cardOf({ personId: '7', label: 'x', facts: { gender: 'constructor' } })).not.toContain('GENDER')
})

test('any name and company come back from a card', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aäß,;:"\'\n =+@😀 '), minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(text, text, (name, company) => {
      const facts = { last_name: name, company }
      const cells = cellsOf(cardOf({ personId: '7', label: name, facts }))
      const of = (column: (typeof cardColumns)[number]) => cells[cardColumns.indexOf(column)]
      expect([of('FN'), of('Last name'), of('Organisation')]).toEqual([name.trim(), name.trim(), company.trim()])
    }),
    { numRuns: 500 },
  )
})
