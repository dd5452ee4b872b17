import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { during } from '../../../../test/engines/during.ts'
import { zipOf } from '../../../platform/archive/testing.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { exported, settings, tillsContract } from './tills.contract.ts'

const bench = during(() => temporaryCollect())
tillsContract(bench)

const events = (workspace: string) =>
  bench().warehouse.rows<{ name: string; value: string; time: string; properties: Record<string, string> }>(
    sql`select name, channel, currency, toString(time) as time, toString(value) as value, properties, kind,
        identities.value as person
      from events left join identities on identities.workspace = events.workspace and identities.anchor = events.anchor
      where events.workspace = ${p.uuid(workspace)} order by properties['receipt_number']`,
  )

describe('the export of a till', () => {
  test('in a ZIP archive becomes receipts, in Windows-1252 as well', async () => {
    const workspace = await bench().workspace(settings)
    const files = Object.entries(exported()).map(([name, text]) => ({
      name: `dsfinvk/${name}`,
      bytes: Buffer.from(text, 'latin1'),
    }))
    const done = await bench().importBytes(workspace, zipOf(files))
    expect(done).toMatchObject({ state: 'done', read: 6, imported: 4, rejected: 2, people: 4 })
    const large = await bench().importBytes(await bench().workspace(settings), zipOf(files, { isLarge: true }))
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
    const rejects = await bench().rejects(done)
    expect(rejects).toHaveLength(2)
    expect(rejects[0]).toContain('dsfinvk/transactions.csv,9,')
    expect(rejects[0]).toContain('gestern')
    expect(rejects[1]).toContain('dsfinvk/transactions.csv,10,')
    expect(rejects[1]).toContain('viel')
  })

  test('with points and commas of other tills is read the same', async () => {
    const workspace = await bench().workspace(settings)
    const rows = [
      'Z_KASSE_ID,Z_NR,BON_ID,BON_TYP,BON_STORNO,BON_ENDE,UMS_BRUTTO,KUNDE_ID',
      'K2,1,a,Beleg,0,29.03.2026 10:15:00,"1,50",',
      'K2,1,b,Beleg,0,2026-03-29T10:15:00+02:00,2.50,',
      'K2,1,c,Beleg,1,2026-03-29T10:15:00+02:00,4.00,',
    ]
    const done = await bench().importBytes(
      workspace,
      zipOf([{ name: 'Bonkopf.csv', bytes: Buffer.from(rows.join('\n')) }]),
    )
    expect(done).toMatchObject({ imported: 3, rejected: 0 })
    expect(await bench().totals(workspace)).toMatchObject({ value: 0 })
    const times = (await events(workspace.id)).map(({ time }) => time)
    expect(new Set(times)).toEqual(new Set(['2026-03-29 08:15:00.000']))
  })
})

describe('what is no export', () => {
  test('says so', async () => {
    const workspace = await bench().workspace(settings)
    const folder = join(bench().directory, 'other')
    await mkdir(folder)
    await writeFile(join(folder, 'a.csv'), 'user_id,event,time\nu,a,2024-01-01\n')
    await expect(bench().importPath(workspace, folder)).rejects.toThrow('is not a file')
    const other = zipOf([{ name: 'a.csv', bytes: Buffer.from('user_id,event,time\nu,a,2024-01-01\n') }])
    expect((await bench().importBytes(workspace, other)).problem).toContain('ZIP')
    const broken = Buffer.from(
      zipOf([{ name: 'transactions.csv', bytes: Buffer.from(exported()['transactions.csv'] ?? '') }]),
    )
    broken[60] = (broken[60] ?? 0) ^ 0xff
    expect((await bench().importBytes(workspace, broken)).problem).toContain('beschädigt')
    expect((await bench().importBytes(workspace, broken.subarray(0, 200))).problem).toContain('beschädigt')
  })
})
