import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql as records } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { p, raw, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorOf, type Incoming } from '../../collect/index.ts'
import { placesOf } from './places.ts'
import { Erasure } from './schema.ts'
import { lawWorld, local } from './testing/world.ts'

const email = 'anna.zz-wagner@mail.example'
const customer = 'KD-774411'
const phone = '+49 351 123456'
/** The same person as others write them. */
const spelled = {
  link: 'https://shop.example/?to=anna.zz-wagner%40MAIL.example&x=1',
  call: '0351 / 123 456',
  sender: 'Wagner, Anna <Anna.ZZ-Wagner@mail.example>',
}
const rows = [
  `${customer},${email},2026-05-01 10:00:00,visit,first`,
  `${customer},${email},2026-05-02 10:00:00,purchase,second`,
  `${customer},${email},not a time,visit,rejected`,
  'KD-000001,ben@mail.example,2026-05-01 11:00:00,visit,hello',
  `KD-000001,ben@mail.example,2026-05-02 11:00:00,invited,${email}`,
  ',,2026-05-02 11:00:00,visit,nobody',
]

export type EraseStores = {
  /** By default the in-process engine. */
  readonly open?: () => Promise<Warehouse>
  /** Where servers keep their data. */
  readonly servers?: () => string
}

/** Erasure and retention, on whatever engine is given. */
export function eraseContract({ open, servers }: EraseStores = {}): void {
  let world: Awaited<ReturnType<typeof lawWorld>>
  let workspace: string
  let anna: string
  let time = Date.UTC(2026, 5, 1)

  const bytesHold = (needle: string): string[] =>
    [world.directory, ...(servers ? [servers()] : [])]
      .flatMap((directory) => readdirSync(directory, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path).includes(needle))

  async function countIn(table: string): Promise<number> {
    const [row] = await world.warehouse.rows<{ n: number }>(
      sql`select toUInt32(count()) as n from ${raw(table)} where workspace = ${p.uuid(workspace)}`,
    )
    return row?.n ?? 0
  }

  /** Fails where some row of some table says one of the words, asked of every node by itself. */
  async function refuseRowsWith(words: readonly string[]): Promise<void> {
    const tables = await world.warehouse.rows<{ name: string }>(
      sql`select name from system.tables where database = currentDatabase() and engine like '%MergeTree'`,
    )
    for (const { name } of tables) {
      const found = sql`multiSearchAnyCaseInsensitiveUTF8(toString(tuple(*)), ${words})`
      await world.warehouse.everywhere(() => sql`select throwIf(count() > 0) from ${raw(name)} where ${found}`)
    }
  }

  beforeAll(async () => {
    world = await lawWorld(() => time, open)
    workspace = (await world.workspace()).id
    anna = anchorOf(workspace, 'customer', customer)
    expect(await world.importRows(rows)).toMatchObject({ state: 'done', imported: 4, rejected: 2 })
    await world.warehouse.insert('traits', [
      { workspace, anchor: anna, key: 'email', value: email, source: 'hand', at: time },
      { workspace, anchor: anna, key: 'phone', value: phone, source: 'hand', at: time },
      { workspace, anchor: anchorOf(workspace, 'customer', 'KD-000001'), key: 'note', value: `via ${email}`, at: time },
    ])
    await world.warehouse.insert('rejected', [
      {
        workspace,
        source: 'web',
        received: Date.now(),
        reason: 'bad',
        field: '',
        detail: '',
        sample: `{"email":"${email}"}`,
      },
      {
        workspace,
        source: 'web',
        received: Date.now(),
        reason: 'bad',
        field: '',
        detail: '',
        sample: '{"email":"ben"}',
      },
    ])
    await world.people.consents.note(local, workspace, {
      person: anna,
      purpose: 'newsletter',
      state: 'granted',
      note: email,
    })
    await world.client.protection.ask({ workspace, person: anna, kind: 'copy', note: `mail to ${email}` })
    await world.collect.intake.take(source(), [
      { ...event(Date.UTC(2026, 4, 3), 'browser-77'), properties: { ...spelled, [email]: '1' } },
      event(Date.UTC(2026, 4, 3), `${email.toUpperCase()} `),
      { ...event(Date.UTC(2026, 4, 3)), identifiers: [{ kind: 'user', value: email }] },
    ])
    await world.collect.intake.settled()
    const upload = join(world.directory, 'uploads', workspace, 'x')
    await mkdir(upload, { recursive: true })
    await writeFile(join(upload, 'file'), rows.join('\n'))
  }, 120_000)
  afterAll(() => world.close())

  const source = () => ({ workspace, id: 'x', slug: 'web', kind: 'server' as const, trusted: true })
  const event = (at: number, ...names: readonly string[]): Incoming => ({
    messageId: null,
    name: 'visit',
    timeMs: at,
    rawMs: at,
    identifiers: names.map((value) => ({ kind: value.includes('@') ? 'email' : 'anonymous', value })),
    together: 'together',
    channel: 'direct',
    entry: {},
    session: null,
    value: null,
    currency: '',
    properties: {},
    traits: {},
  })

  describe('erasure', () => {
    test('every table with an anchor or a person is part of it', async () => {
      const places = await placesOf(world.warehouse)
      const part = places.filter(({ columns }) => columns.length > 0).map(({ table }) => table)
      expect(part).toEqual(
        expect.arrayContaining([
          'consents',
          'edges',
          'events',
          'identities',
          'import_lines',
          'journey_runs',
          'merges',
          'paths',
          'persons',
          'traits',
        ]),
      )
    })

    test('needs the word', async () => {
      await expect(world.erase(anna, 'yes')).rejects.toMatchObject({ code: 'erasure.unconfirmed' })
      expect(await countIn('events')).toBe(7)
    })

    test('leaves nothing, in no store and in no file, though the engine fails at first', async () => {
      const words = [email, customer, anna, anchorOf(workspace, 'email', email), spelled.call, 'zz-wagner%40']
      for (const word of words) await expect(refuseRowsWith([word])).rejects.toThrow()
      expect(bytesHold(email).length).toBeGreaterThan(0)
      world.fail(2)
      await expect(world.erase(anna, 'erase')).rejects.toMatchObject({ code: 'erasure.unfinished', status: 503 })
      const [begun] = (await world.client.protection.erasures({ workspace })).unfinished
      expect(begun).toMatchObject({ by: '' })
      // Who asks again joins, and is told when it is done.
      const again = await world.erase(anna, 'LÖSCHEN').catch((error: unknown) => error)
      if (again instanceof Error) expect(again).toMatchObject({ code: expect.stringMatching(/unfinished|missing/) })
      await world.people.erasing.idle()
      const { unfinished, done } = await world.client.protection.erasures({ workspace })
      expect({ unfinished, protocols: done.length, id: done[0]?.id }).toEqual({
        unfinished: [],
        protocols: 1,
        id: begun?.id,
      })
      const erasure = Erasure.parse(done[0])
      expect(erasure.checks).toMatchObject({ oldParts: 0, short: 0, left: [] })
      expect(erasure.counts).toMatchObject({
        events: 4,
        identities: 3,
        paths: 3,
        consents: 1,
        rejectedRows: 1,
        uploads: 1,
        'rejected (sample)': 1,
        'events (properties)': 2,
      })
      expect(await countIn('events')).toBe(3)
      expect(await countIn('identities')).toBe(3)
      await refuseRowsWith(words)
      expect(bytesHold(email)).toEqual([])
      expect(bytesHold(customer)).toEqual([])
      await expect(world.erase(anna, 'erase')).rejects.toMatchObject({ status: 404 })
    })

    test('a repeated import brings nobody back and says why', async () => {
      const again = await world.importRows(rows)
      expect(again).toMatchObject({ state: 'done', imported: 0, rejected: 4, duplicates: 2 })
      expect(await countIn('events')).toBe(3)
      expect(readFileSync(again.rejectsFile ?? '', 'utf8')).toContain('erased and is not taken in again')
      expect(bytesHold(email)).toEqual([])
      expect(bytesHold(customer)).toEqual([])
    })

    test('nor does an event that comes live', async () => {
      await world.collect.intake.take(source(), [event(time, email.toUpperCase()), event(time, 'carl@mail.example')])
      await world.collect.intake.settled()
      expect(await countIn('events')).toBe(4)
      await refuseRowsWith([email, customer])
      expect(bytesHold(email)).toEqual([])
    })

    test('the protocol says what was done and not to whom', async () => {
      const { rows: kept } = await records<{ text: string }>`
      select row_to_json(erasure)::text as text from erasure`.execute(world.postgres.db)
      expect(kept).toHaveLength(1)
      for (const word of [email, customer, anna]) expect(kept[0]?.text).not.toContain(word)
      expect(await world.admin.audit.check(workspace)).toMatchObject({ intact: true })
      const { entries } = await world.admin.audit.list(workspace, { limit: 10 })
      expect(entries[0]).toMatchObject({ action: 'people.protection.erase', person: anna })
    })

    test('time over: people of whom nothing was heard go, and may come back', async () => {
      time = Date.UTC(2029, 0, 1)
      await world.setRetention({ anonymousMonths: null, eventMonths: null, inactiveMonths: 24 })
      expect(await world.planRetention()).toMatchObject({ inactivePeople: 3 })
      await world.people.retention.runDue()
      expect(await countIn('events')).toBe(0)
      expect(await countIn('identities')).toBe(0)
      expect(await world.importRows(rows)).toMatchObject({ imported: 2, rejected: 4 })
      await world.people.retention.runDue()
      expect(await countIn('events')).toBe(2)
      time += 86_400_001
      await world.people.retention.runDue()
      expect(await countIn('events')).toBe(0)
    })

    test('time over: what somebody without a name did, and what is old, goes; the rest is counted', async () => {
      const [long, recent] = [Date.UTC(2028, 0, 1), Date.UTC(2028, 11, 20)]
      const taken = [
        event(long, 'nobody'),
        event(recent, 'nobody'),
        event(long, 'dora', 'dora@mail.example'),
        event(long + 1000, 'dora'),
        event(Date.UTC(2025, 0, 1), 'dora@mail.example'),
        ...Array.from({ length: 20 }, (_, i) => event(long, `passing ${i}`)),
      ]
      await world.collect.intake.take(source(), taken)
      await world.collect.intake.settled()
      await world.setRetention({ anonymousMonths: 6, eventMonths: 36, inactiveMonths: null })
      const due = { anonymousEvents: 21, oldEvents: 1, inactivePeople: 0 }
      expect(await world.planRetention()).toMatchObject(due)
      expect(await world.client.protection.runRetention({ workspace })).toMatchObject(due)
      expect(await world.planRetention()).toMatchObject({ anonymousEvents: 0, oldEvents: 0 })
      const touches = await world.warehouse.rows(sql`select toUInt32(length(times)) as touches from paths final
        where workspace = ${p.uuid(workspace)} and touches > 0 order by touches`)
      expect(touches).toEqual([{ touches: 1 }, { touches: 2 }])
    })
  })
}
