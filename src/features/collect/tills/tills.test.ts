import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { zipOf } from './testing.ts'

let bench: Awaited<ReturnType<typeof temporaryCollect>>
beforeAll(async () => {
  bench = await temporaryCollect()
})
afterAll(() => bench.close())

const heads = {
  transactions:
    'Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;BON_ID;BON_NR;BON_TYP;BON_NAME;TERMINAL_ID;BON_STORNO;BON_START;BON_ENDE;BEDIENER_ID;BEDIENER_NAME;UMS_BRUTTO;KUNDE_NAME;KUNDE_ID;KUNDE_TYP',
  lines:
    'Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;BON_ID;POS_ZEILE;GUTSCHEIN_NR;ARTIKELTEXT;GV_TYP;WARENGR_ID;WARENGR;MENGE;STK_BR',
  payment:
    'Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;BON_ID;ZAHLART_TYP;ZAHLART_NAME;ZAHLWAEH_CODE;ZAHLWAEH_BETRAG;BASISWAEH_BETRAG',
  location: 'Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;LOC_NAME;LOC_STRASSE;LOC_PLZ;LOC_ORT;LOC_LAND;LOC_USTID',
  tax: 'Z_KASSE_ID;Z_ERSTELLUNG;Z_NR;BON_ID;UST_SCHLUESSEL;BON_BRUTTO;BON_NETTO;BON_UST',
}

type Bon = {
  readonly id: string
  readonly type?: string
  readonly cancelled?: string
  readonly end?: string
  readonly gross: string
  readonly customer?: string
}

const bon = ({ id, type = 'Beleg', cancelled = '0', end = '2026-03-29T10:15:00', gross, customer = '' }: Bon): string =>
  `K1;2026-03-29T20:00:00;7;${id};${id.replace(/\D/g, '')};${type};;T1;${cancelled};${end};${end};1;Jörg;${gross};;${customer};`
const line = (id: string, position: number, kind: string, group: string): string =>
  `K1;2026-03-29T20:00:00;7;${id};${position};;Größe M;${kind};1;${group};1,000;1,00`
const pay = (id: string, kind: string): string => `K1;2026-03-29T20:00:00;7;${id};${kind};;;;1,00`

const bons: readonly Bon[] = [
  { id: 'b1', gross: '1.012,50', customer: 'C-77' },
  { id: 'b2', gross: '12,50', end: '2026-07-01T09:00:00' },
  { id: 'b3', gross: '-12,50', cancelled: '1' },
  { id: 'b4', gross: '99,00', type: 'AVTraining' },
  { id: 'b5', gross: '200,00' },
  { id: 'b6', gross: '3,00', type: 'AVBestellung' },
  { id: 'b7', gross: '5,00', end: '2026-03-29T10:15:00.000Z' },
  { id: 'b8', gross: '5,00', end: 'gestern' },
  { id: 'b9', gross: 'viel' },
]

const table = (head: string, rows: readonly string[]): string => `${[head, ...rows].join('\r\n')}\r\n`

function exported(list: readonly Bon[] = bons): Record<string, string> {
  return {
    'index.xml': '<?xml version="1.0"?><DataSet/>',
    'transactions.csv': table(heads.transactions, list.map(bon)),
    'lines.csv': table(heads.lines, [
      line('b1', 1, 'Umsatz', 'Räder'),
      line('b1', 2, 'Umsatz', 'Zubehör'),
      line('b1', 3, 'Rabatt', 'Räder'),
      line('b2', 1, 'Umsatz', 'Zubehör'),
      line('b3', 1, 'Umsatz', 'Zubehör'),
      line('b5', 1, 'Geldtransit', ''),
    ]),
    'datapayment.csv': table(heads.payment, [
      pay('b1', 'ECKarte'),
      pay('b1', 'Bar'),
      pay('b2', 'Bar'),
      pay('b9', 'Bar'),
    ]),
    'location.csv': table(heads.location, ['K1;2026-03-29T20:00:00;7;Laden Mitte;Weg 1;50667;Köln;DEU;']),
    'transactions_vat.csv': table(heads.tax, ['K1;2026-03-29T20:00:00;7;b1;1;1;1;0']),
  }
}

const settings = { timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }

const events = (workspace: string) =>
  bench.warehouse.rows<{ name: string; value: string; time: string; properties: Record<string, string> }>(
    sql`select name, channel, currency, toString(time) as time, toString(value) as value, properties, kind,
        identities.value as person
      from events left join identities on identities.workspace = events.workspace and identities.anchor = events.anchor
      where events.workspace = ${p.uuid(workspace)} order by properties['receipt_number']`,
  )

describe('the export of a till', () => {
  test('in a ZIP archive becomes receipts, in Windows-1252 as well', async () => {
    const workspace = await bench.workspace(settings)
    const files = Object.entries(exported()).map(([name, text]) => ({
      name: `dsfinvk/${name}`,
      bytes: Buffer.from(text, 'latin1'),
    }))
    const done = await bench.importBytes(workspace, zipOf(files))
    expect(done).toMatchObject({ state: 'done', read: 6, imported: 4, rejected: 2, people: 4 })
    const large = await bench.importBytes(await bench.workspace(settings), zipOf(files, { isLarge: true }))
    expect(large).toMatchObject({ state: 'done', read: 6, imported: 4, rejected: 2, people: 4 })
    expect(await events(workspace.id)).toEqual([
      {
        name: 'receipt',
        channel: 'store',
        currency: 'EUR',
        time: '2026-03-29 08:15:00.000',
        value: '1012.5',
        kind: 'customer',
        person: 'C-77',
        properties: {
          till: 'K1',
          closing: '7',
          receipt_number: '1',
          store: 'Laden Mitte',
          terminal: 'T1',
          payment: 'ECKarte, Bar',
          lines: '3',
          goods_groups: 'Räder; Zubehör',
        },
      },
      expect.objectContaining({
        name: 'receipt',
        value: '12.5',
        time: '2026-07-01 07:00:00.000',
        kind: 'anonymous',
        person: 'receipt:K1:7:2',
      }),
      expect.objectContaining({ name: 'receipt_cancelled', value: '-12.5', person: 'receipt:K1:7:3' }),
      expect.objectContaining({ name: 'receipt', value: '5', time: '2026-03-29 10:15:00.000' }),
    ])
    const rejects = await bench.rejects(done)
    expect(rejects).toHaveLength(2)
    expect(rejects[0]).toContain('dsfinvk/transactions.csv,9,')
    expect(rejects[0]).toContain('gestern')
    expect(rejects[1]).toContain('dsfinvk/transactions.csv,10,')
    expect(rejects[1]).toContain('viel')
  })

  test('in a folder comes once, adds what is new and is taken back as a whole', async () => {
    const workspace = await bench.workspace(settings)
    const folder = join(bench.directory, 'export')
    await mkdir(folder)
    const put = async (list: readonly Bon[]) => {
      for (const [name, text] of Object.entries(exported(list))) await writeFile(join(folder, name), text)
    }
    await put(bons.slice(0, 2))
    const first = await bench.importPath(workspace, folder)
    expect(first).toMatchObject({ state: 'done', imported: 2, rejected: 0 })
    await put(bons.slice(0, 7))
    expect(await bench.importPath(workspace, folder)).toMatchObject({ read: 4, imported: 2, duplicates: 2 })
    expect(await bench.totals(workspace)).toMatchObject({ events: 4, value: 1017.5 })
    await bench.undo(workspace, first.id)
    expect(await bench.totals(workspace)).toMatchObject({ events: 2 })
  })

  test('with points and commas of other tills is read the same', async () => {
    const workspace = await bench.workspace(settings)
    const rows = [
      'Z_KASSE_ID,Z_NR,BON_ID,BON_TYP,BON_STORNO,BON_ENDE,UMS_BRUTTO,KUNDE_ID',
      'K2,1,a,Beleg,0,29.03.2026 10:15:00,"1,50",',
      'K2,1,b,Beleg,0,2026-03-29T10:15:00+02:00,2.50,',
      'K2,1,c,Beleg,1,2026-03-29T10:15:00+02:00,4.00,',
    ]
    const done = await bench.importBytes(
      workspace,
      zipOf([{ name: 'Bonkopf.csv', bytes: Buffer.from(rows.join('\n')) }]),
    )
    expect(done).toMatchObject({ imported: 3, rejected: 0 })
    expect(await bench.totals(workspace)).toMatchObject({ value: 0 })
    const times = (await events(workspace.id)).map(({ time }) => time)
    expect(new Set(times)).toEqual(new Set(['2026-03-29 08:15:00.000']))
  })
})

describe('what is no export', () => {
  test('says so', async () => {
    const workspace = await bench.workspace(settings)
    const folder = join(bench.directory, 'other')
    await mkdir(folder)
    await writeFile(join(folder, 'a.csv'), 'user_id,event,time\nu,a,2024-01-01\n')
    await expect(bench.importPath(workspace, folder)).rejects.toThrow('is not a file')
    const other = zipOf([{ name: 'a.csv', bytes: Buffer.from('user_id,event,time\nu,a,2024-01-01\n') }])
    expect((await bench.importBytes(workspace, other)).problem).toContain('ZIP')
    const broken = Buffer.from(
      zipOf([{ name: 'transactions.csv', bytes: Buffer.from(exported()['transactions.csv'] ?? '') }]),
    )
    broken[60] = (broken[60] ?? 0) ^ 0xff
    expect((await bench.importBytes(workspace, broken)).problem).toContain('beschädigt')
    expect((await bench.importBytes(workspace, broken.subarray(0, 200))).problem).toContain('beschädigt')
  })
})
