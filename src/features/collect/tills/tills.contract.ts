import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { TemporaryCollect } from '../../../../test/engines/collect.ts'

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

export type Bon = {
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

export const bons: readonly Bon[] = [
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

/** The files of an export. */
export function exported(list: readonly Bon[] = bons): Record<string, string> {
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

export const settings = { timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }

/** Exports of tills, on whatever engine is given. */
export function tillsContract(bench: () => TemporaryCollect): void {
  describe('the export of a till', () => {
    test('in a folder comes once, adds what is new and is taken back as a whole', async () => {
      const workspace = await bench().workspace(settings)
      const folder = join(bench().directory, 'export')
      await mkdir(folder)
      const put = async (list: readonly Bon[]) => {
        for (const [name, text] of Object.entries(exported(list))) await writeFile(join(folder, name), text)
      }
      await put(bons.slice(0, 2))
      const first = await bench().importPath(workspace, folder)
      expect(first).toMatchObject({ state: 'done', imported: 2, rejected: 0 })
      await put(bons.slice(0, 7))
      expect(await bench().importPath(workspace, folder)).toMatchObject({ read: 4, imported: 2, duplicates: 2 })
      expect(await bench().totals(workspace)).toMatchObject({ events: 4, value: 1017.5 })
      await bench().undo(workspace, first.id)
      expect(await bench().totals(workspace)).toMatchObject({ events: 2 })
    })
  })
}
