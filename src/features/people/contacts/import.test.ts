import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ended } from '../../../../test/engines/collect.ts'
import { during } from '../../../../test/engines/during.ts'
import { anchorOf } from '../../collect/index.ts'
import { contactImportContract, simple } from './import.contract.ts'
import { contactWorld } from './testing/world.ts'

const world = during(() => contactWorld())
const german = () => world().workspace({ timeZone: 'Europe/Berlin', language: 'de' })

contactImportContract(world)

const cobra = [
  'Adress-ID;Kundennummer;Firma;Anrede;Titel;Vorname;Nachname;Briefanrede;Straße;PLZ;Ort;Land;Telefon;E-Mail;Geburtsdatum;Newsletter;Newsletter Datum;Erfasst am;Erfasst von',
  '17;K-1;;Frau;Dr.;Jürgen-Anna;Müßig;Sehr geehrte Frau;Bäckerstraße 3;04109;Leipzig;D;0341 / 123 45 67;Muessig@Example.de;3.4.1980;ja;01.02.2024;12.03.2019 08:15;schmidt',
  '18;K-2;Öl & Söhne GmbH;Herr;;Hans;"Öl; der Ältere";;Ring 1;01067;Dresden;D;0170 1234567;oel@example.de;;nein;;;schmidt',
  '19;K-3;;;;;;;;;;;;kein-mail;;;;;schmidt',
  '20;K-4;;Herr;;Max;Muster;;;99084;Erfurt;;;max@example.de;31.02.1980;;;;schmidt',
].join('\r\n')

const latin1 = (text: string) => Buffer.from(text, 'latin1')

describe('a Windows-1252 file of a German CRM', () => {
  test('comes in whole, keeps zeros and umlauts, and tells what stayed out', async () => {
    const workspace = await german()
    const done = await world().importPath(workspace, await world().file(latin1(cobra)))
    expect(done).toMatchObject({
      state: 'done',
      read: 4,
      imported: 2,
      rejected: 2,
      duplicates: 0,
      events: 2,
      people: 2,
    })
    expect(done.result).toMatchObject({ added: 2, updated: 0, unchanged: 0, rejected: 2 })
    expect(done.result?.rejects).toEqual([
      { line: 4, field: 'E-Mail', reason: 'email_invalid', value: 'kein-mail' },
      { line: 5, field: 'Geburtsdatum', reason: 'date_invalid', value: '31.02.1980' },
    ])
    const { identities, traits, consents, people } = await world().state(workspace)
    expect(identities).toEqual(
      [
        { kind: 'contact', value: 'cobra:17' },
        { kind: 'contact', value: 'cobra:18' },
        { kind: 'customer', value: 'K-1' },
        { kind: 'customer', value: 'K-2' },
        { kind: 'email', value: 'muessig@example.de' },
        { kind: 'email', value: 'oel@example.de' },
        { kind: 'phone', value: '+493411234567' },
        { kind: 'phone', value: '+491701234567' },
      ].sort((a, b) => (a.kind + a.value < b.kind + b.value ? -1 : 1)),
    )
    const mine = Object.fromEntries(
      traits.flatMap((one) =>
        'anchor' in one && one.anchor === anchorOf(workspace.id, 'customer', 'K-1') ? [[one.key, one.value]] : [],
      ),
    )
    expect(mine).toMatchObject({
      first_name: 'Jürgen-Anna',
      last_name: 'Müßig',
      title: 'Dr.',
      street: 'Bäckerstraße 3',
      postcode: '04109',
      city: 'Leipzig',
      country: 'DE',
      birthday: '1980-04-03',
      gender: 'female',
      email: 'muessig@example.de',
      phone: '+493411234567',
      erfasst_von: 'schmidt',
    })
    expect(consents.map(({ purpose, state }) => [purpose, state]).sort()).toEqual([
      ['newsletter', 'denied'],
      ['newsletter', 'granted'],
    ])
    expect(people).toHaveLength(2)
  })

  test('the file of rejected rows holds the rows as they were, with the reason', async () => {
    const workspace = await german()
    const { rejectsFile } = await world().importPath(workspace, await world().file(latin1(cobra)))
    const lines = (await readFile(rejectsFile ?? '', 'utf8')).split('\r\n')
    expect(lines[0]).toMatch(/^\ufeffAdress-ID;Kundennummer;.*;Grund;Feld;Zeile$/)
    expect(lines[1]).toBe('19;K-3;;;;;;;;;;;;kein-mail;;;;;schmidt;Keine gültige E-Mail-Adresse;E-Mail;4')
  })

  test('the same file twice changes nothing; taken back, everything is as it was', async () => {
    const workspace = await german()
    const before = await world().state(workspace)
    const path = await world().file(latin1(cobra))
    const first = await world().importPath(workspace, path)
    const between = await world().state(workspace)
    const second = await world().importPath(workspace, path)
    expect(second).toMatchObject({ imported: 0, duplicates: 2, rejected: 2, events: 0 })
    expect(await world().state(workspace)).toEqual(between)
    await world().undo(workspace, second.id)
    expect(await world().state(workspace)).toEqual(between)
    await world().undo(workspace, first.id)
    expect(await world().state(workspace)).toEqual(before)
  })
})

test('an address that two contacts share stays with the first and joins nobody', async () => {
  const workspace = await german()
  const done = await world().importPath(
    workspace,
    await world().file(simple(['1,info@x.de,,Anna,Alt,,', '2,info@x.de,,Ben,Beck,,'])),
  )
  expect(done.result).toMatchObject({ added: 2, shared: 1 })
  const { edges, people } = await world().state(workspace)
  expect(edges).toHaveLength(2)
  expect(people).toHaveLength(2)
})

test('the records of two programs are one person by their e-mail, not by a telephone', async () => {
  const workspace = await german()
  await world().importPath(workspace, await world().file(simple(['1,a@x.de,0341 123456,Anna,Alt,,'])))
  const hubspot = [
    'Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Lead Status',
    '51,Anna,Alt,a@x.de,,customer,',
    '52,Ben,Alt,b@x.de,0341 123456,lead,',
  ].join('\n')
  const done = await world().importPath(workspace, await world().file(hubspot))
  expect(done.result).toMatchObject({ added: 1, updated: 1, shared: 1, mapping: 'HubSpot' })
  expect((await world().state(workspace)).people).toHaveLength(2)
})

test('a contact without any number is known by name, postcode and birthday', async () => {
  const workspace = await german()
  const rows =
    'Name;PLZ;Geburtstag;Punkte\n"Größe, Änne";01069;01.02.1950;5\n"Groesse, Aenne";01069;1.2.1950;6\nNur Name;;;1'
  const done = await world().importPath(workspace, await world().file(rows))
  expect(done.result).toMatchObject({ read: 3, added: 1, updated: 1, rejected: 1, repeated: 1 })
  expect((await world().state(workspace)).people).toHaveLength(1)
})

test('a dry run counts as the import does, and stores nothing', async () => {
  const workspace = await german()
  const path = await world().file(
    simple(['1,a@x.de,,Anna,Alt,,', '1,a@x.de,,Anna,Alt,,', '1,a@x.de,,Anna,Neu,,', '4,,,,,,', 'x@y']),
  )
  const before = await world().state(workspace)
  const dry = await world().service.dryRunLocal(workspace, path, undefined)
  expect(await world().state(workspace)).toEqual(before)
  const done = await world().importPath(workspace, path)
  expect(done.result).toMatchObject(dry)
  expect(dry).toMatchObject({ read: 5, added: 2, updated: 1, unchanged: 1, rejected: 1, repeated: 2 })
})

test('who was erased does not come back', async () => {
  const workspace = await german()
  world().erased.add(anchorOf(workspace.id, 'email', 'a@x.de'))
  const done = await world().importPath(
    workspace,
    await world().file(simple(['1,a@x.de,,Anna,Alt,,', '2,b@x.de,,Ben,,,'])),
  )
  expect(done.result).toMatchObject({ added: 1, rejected: 1 })
  expect(done.result?.rejects).toMatchObject([{ reason: 'person_erased', value: '' }])
})

test('nothing of an erased person stands in any file, whatever is wrong with their rows and however they are spelled', async () => {
  const workspace = await german()
  for (const [kind, value] of [
    ['customer', '77'],
    ['email', 'anna.zz@mail.example'],
    ['phone', '+49351123456'],
  ] as const)
    world().erased.add(anchorOf(workspace.id, kind, value))
  const done = await world().importPath(
    workspace,
    await world().file(
      [
        'customer_id,email,phone,first name,last name,birthday',
        '77,,,ZZAnna,ZZWagner,',
        '77,no address,,ZZAnna,ZZWagner,',
        ',anna.zz@mail.example,,ZZAnna,ZZWagner,31.31.1980',
        ',anna.zz%40mail.example,,ZZAnna,ZZWagner,',
        ',"ZZWagner <ANNA.ZZ@mail.example>",,ZZAnna,,',
        ',,0351 / 123 456,ZZAnna,ZZWagner,x',
        ',mailto:anna.zz@mail.example,,ZZAnna,ZZWagner,,too,many',
        '8,ben@mail.example,,Ben,Beck,',
        '9,not an address,,Cem,Can,',
      ].join('\n'),
    ),
  )
  expect(done.result).toMatchObject({ read: 9, added: 1, rejected: 8 })
  expect(done.result?.rejects.map(({ line, reason, value }) => [line, reason, value])).toEqual([
    ...[2, 3, 4, 5, 6, 7, 8].map((line) => [line, 'person_erased', '']),
    [10, 'email_invalid', 'not an address'],
  ])
  const text = await readFile(done.rejectsFile ?? '', 'utf8')
  expect(text).toContain('not an address')
  expect(text).not.toMatch(/zz|77|123/i)
  const { rows } = await world().postgres.pool.query('select result::text as text from contact_import')
  for (const { text: kept } of rows) expect(kept).not.toMatch(/anna\.zz|zzwagner/i)
})

test('a saved mapping is used again for a file with the same columns', async () => {
  const workspace = await german()
  const content = 'Nr;Wert A;Wert B\n7;x@y.de;Bonn'
  const path = await world().file(content)
  const mapping = {
    name: 'Kassensystem',
    columns: [
      { column: 'Nr', field: 'customer' as const },
      { column: 'Wert A', field: 'email' as const },
      { column: 'Wert B', field: 'city' as const },
    ],
    dayFirst: true,
    country: 'DE',
  }
  const { Readable } = await import('node:stream')
  const upload = await world().service.uploads.receive(workspace.id, 'a.csv', Readable.from([content]))
  const { id } = await world().service.start(workspace, upload, mapping)
  expect(await ended(world().collect, workspace.id, id)).toMatchObject({ state: 'done', imported: 1 })
  const again = await world().importPath(workspace, path)
  expect(again.result).toMatchObject({ unchanged: 1, mapping: 'Kassensystem' })
  expect(await world().service.mappings(workspace.id)).toMatchObject([{ mapping, columns: ['Nr', 'Wert A', 'Wert B'] }])
})

test('a file without anybody in it fails with a sentence, and leaves nothing', async () => {
  const workspace = await german()
  const done = await world().importPath(workspace, await world().file('Farbe;Menge\nrot;3\nblau;4'))
  expect(done).toMatchObject({ state: 'failed', imported: 0, problem: 'No column says who a contact is' })
})
