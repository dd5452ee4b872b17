import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TemporaryCollect } from '../../../../test/engines/collect.ts'
import { openLog } from '../../../platform/log.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { readCodes } from '../codes.ts'
import type { Incoming } from '../intake/schema.ts'
import { pathsIn } from '../scope.ts'
import { openSettle, type Settling } from '../settle.ts'
import { openSources } from '../sources/service.ts'
import type { Answer, Delivery, Message, NewDevice, Note } from './schema.ts'
import { openCapture } from './service.ts'
import type { Shop } from './store.ts'

const till: NewDevice = {
  kind: 'question',
  name: 'Kasse 1',
  place: 'Freiburg',
  till: '',
  language: 'de',
  extra: true,
  burst: 12,
}
const phone: NewDevice = { ...till, kind: 'staff', name: 'Telefon', extra: false }

type Stored = {
  readonly name: string
  readonly channel: string
  readonly value: string | null
  readonly properties: Record<string, string>
  readonly time: string
}

/** Answers, notes and tallies from their device to the report, on whatever engine is given. */
export function captureContract(world: () => TemporaryCollect): void {
  let capture: ReturnType<typeof openCapture>
  /** A day that has passed: captured events lie behind what else happened. */
  let now = Date.UTC(2026, 4, 20, 10, 0, 0)

  beforeAll(async () => {
    const { postgres, warehouse, collect } = world()
    const sources = openSources({ db: postgres.db, log: openLog('silent'), now: () => now })
    const settlePaths = openSettle(warehouse)
    const settle = async (settling: Settling): Promise<void> => {
      await settlePaths(settling)
    }
    capture = openCapture({ db: postgres.db, warehouse, sources, intake: collect.intake, settle, now: () => now })
  })

  async function shop(device: NewDevice = till) {
    const workspace: Shop = await world().workspace({ timeZone: 'Europe/Berlin', language: 'de', name: 'Rad & Weg' })
    const { device: made, key } = await capture.addDevice(workspace.id, device)
    return { workspace, device: made, key }
  }

  const answer = (facts: Partial<Answer> = {}): Answer => ({
    what: 'answer',
    id: randomUUID(),
    at: now - 1000,
    customer: '',
    amount: '',
    tile: 'empfehlung',
    text: '',
    order: ['suche', 'empfehlung'],
    position: 2,
    seed: 7,
    language: 'de',
    suspected: false,
    ...facts,
  })

  const note = (facts: Partial<Note> = {}): Note => {
    const { id, at, customer, amount } = answer()
    return { what: 'note', kind: 'phone_call', id, at, customer, amount, text: '', ...facts }
  }

  const delivery = (messages: readonly unknown[], facts: Partial<Delivery> = {}): Delivery => ({
    sent: now,
    waiting: messages.length,
    messages: [...messages],
    withdrawals: [],
    ...facts,
  })

  const stored = ({ id }: Shop): Promise<Stored[]> =>
    world().warehouse.rows(sql`
    select name, channel, toString(value) as value, properties, toString(time) as time
    from events final where workspace = ${p.uuid(id)} order by time, name`)

  describe('a device', () => {
    test('opens with its key until it is revoked or gets another', async () => {
      const { workspace, device, key } = await shop()
      const config = await capture.config(key, 3)
      expect(config).toMatchObject({ kind: 'question', name: 'Kasse 1', company: 'Rad & Weg', currency: 'EUR' })
      expect(config.tiles).toHaveLength(8)
      expect((await capture.devices(workspace.id))[0]).toMatchObject({ waiting: 3, seen: new Date(now).toISOString() })
      const { key: next } = await capture.replaceKey(workspace.id, device.id)
      await expect(capture.config(key, 0)).rejects.toMatchObject({ code: 'device.unknown' })
      await capture.revokeDevice(workspace.id, device.id)
      await expect(capture.config(next, 0)).rejects.toMatchObject({ code: 'device.unknown' })
      await expect(capture.revokeDevice(workspace.id, device.id)).rejects.toMatchObject({ code: 'device.missing' })
    })

    test('belongs to one workspace alone', async () => {
      const { device } = await shop()
      const { workspace } = await shop()
      await expect(capture.revokeDevice(workspace.id, device.id)).rejects.toMatchObject({ code: 'device.missing' })
    })
  })

  describe('an answer', () => {
    test('is stored once, however often it is sent', async () => {
      const { workspace, device, key } = await shop()
      const given = answer({ customer: 'K-17', amount: '129.90' })
      expect(await capture.deliver(key, delivery([given]))).toEqual({ taken: [given.id], refused: [] })
      expect(await capture.deliver(key, delivery([given, given]))).toEqual({ taken: [given.id, given.id], refused: [] })
      await world().collect.intake.settled()
      expect(await stored(workspace)).toEqual([
        {
          name: 'stated_source',
          channel: 'store',
          value: '129.9',
          time: '2026-05-20 09:59:59.000',
          properties: {
            stated_channel: 'word_of_mouth',
            tile: 'empfehlung',
            position: '2',
            order: 'suche,empfehlung',
            seed: '7',
            language: 'de',
            linked: 'yes',
            device: device.id,
            store: 'Freiburg',
          },
        },
      ])
    })

    test('of nobody known is a person of its own and joins nothing', async () => {
      const { workspace, key } = await shop()
      await capture.deliver(key, delivery([answer(), answer({ tile: '' }), answer({ tile: 'other', text: 'Radio' })]))
      await world().collect.intake.settled()
      const [paths] = await world().warehouse.rows<{ people: number }>(
        sql`select toUInt32(count()) as people from ${pathsIn({ workspace: workspace.id })}`,
      )
      expect(paths).toEqual({ people: 3 })
      expect(
        (await stored(workspace)).map(({ properties }) => [properties.tile, properties.skipped, properties.text]),
      ).toEqual(
        expect.arrayContaining([
          ['empfehlung', undefined, undefined],
          [undefined, 'yes', undefined],
          ['other', undefined, 'Radio'],
        ]),
      )
    })

    test('of a device whose clock is wrong gets our time, and still counts once', async () => {
      const { workspace, key } = await shop()
      const given = answer({ at: Date.UTC(2031, 0, 1) })
      await capture.deliver(key, delivery([given], { sent: given.at + 5_000 }))
      await capture.deliver(key, delivery([given], { sent: given.at + 90_000 }))
      await world().collect.intake.settled()
      expect((await stored(workspace)).map(({ time }) => time)).toEqual(['2026-05-20 09:59:55.000'])
    })

    test('that is none is refused, the others go on', async () => {
      const { workspace, key } = await shop()
      const good = answer()
      const bad = { ...answer(), amount: '1,50' }
      const foreign: Message = note()
      const receipt = await capture.deliver(key, delivery([bad, good, foreign, 'nothing', { ...answer(), at: 1 }]))
      expect(receipt.taken).toEqual([good.id])
      expect(receipt.refused).toHaveLength(4)
      await world().collect.intake.settled()
      expect(await stored(workspace)).toHaveLength(1)
    })
  })

  describe('a note', () => {
    test('is taken back where the order to do so is one; another order is refused', async () => {
      const { key } = await shop()
      const given = answer()
      const good = { id: given.id, at: given.at, undone: given.at + 1_000 }
      const withdrawals = [good, { ...good, at: 2 ** 60 }, { id: 'x' }, null]
      const receipt = await capture.deliver(key, delivery([given], { withdrawals }))
      expect(receipt).toEqual({ taken: [given.id, given.id], refused: [given.id, 'x', ''] })
    })

    test('becomes the event of the sample shop, with its customer', async () => {
      const { workspace, key } = await shop(phone)
      const kinds = ['walk_in', 'phone_call', 'order_card', 'complaint', 'recommendation'] as const
      await capture.deliver(key, delivery(kinds.map((kind) => note({ kind, customer: 'mara@example.org', text: 'x' }))))
      await world().collect.intake.settled()
      expect((await stored(workspace)).map(({ name, channel }) => [name, channel])).toEqual([
        ['complaint', 'store'],
        ['friend_referred', 'word_of_mouth'],
        ['order_card_sent', 'print'],
        ['phone_advice', 'phone'],
        ['store_visit', 'store'],
      ])
      const [identity] = await world().warehouse.rows<{ kind: string; value: string }>(
        sql`select distinct kind, value from identities where workspace = ${p.uuid(workspace.id)}`,
      )
      expect(identity).toEqual({ kind: 'email', value: 'mara@example.org' })
    })

    test('that is taken back is gone, whatever arrives later', async () => {
      const { workspace, key } = await shop(phone)
      const [kept, gone] = [note(), note({ customer: 'K-1' })]
      await capture.deliver(key, delivery([kept, gone]))
      const withdrawals = [{ id: gone.id, at: gone.at, undone: gone.at + 60_000 }]
      expect((await capture.deliver(key, delivery([], { withdrawals }))).taken).toEqual([gone.id])
      await capture.deliver(key, delivery([gone]))
      await world().collect.intake.settled()
      expect(await stored(workspace)).toHaveLength(1)
      const paths = await world().warehouse.rows(sql`select person from ${pathsIn({ workspace: workspace.id })}`)
      expect(paths).toHaveLength(1)
    })

    test('stays when it is taken back too late', async () => {
      const { workspace, key } = await shop(phone)
      const one = note()
      await capture.deliver(key, delivery([one]))
      await capture.deliver(key, delivery([], { withdrawals: [{ id: one.id, at: one.at, undone: one.at + 601_000 }] }))
      await world().collect.intake.settled()
      expect(await stored(workspace)).toHaveLength(1)
    })
  })

  test('a tally from paper counts as so many answers, and can be taken back', async () => {
    const { workspace, device } = await shop()
    const counts = { empfehlung: 3, suche: 2, other: 1, '': 4 }
    const tally = await capture.addTally(workspace, { device: device.id, day: '2026-05-19', counts })
    await world().collect.intake.settled()
    const found = await stored(workspace)
    expect(found).toHaveLength(10)
    expect(new Set(found.map(({ properties }) => properties.tally))).toEqual(new Set(['yes']))
    expect(found[0]?.time).toBe('2026-05-19 10:00:00.000')
    const report = await capture.stated(workspace, { period: { from: '2026-05-19', to: '2026-05-19' } })
    expect(report).toMatchObject({ named: 6, skipped: 4, tally: 10 })
    expect(await capture.tallies(workspace.id)).toMatchObject([{ id: tally.id, day: '2026-05-19', counts }])
    await capture.withdrawTally(workspace.id, tally.id)
    expect(await stored(workspace)).toEqual([])
    expect(await capture.tallies(workspace.id)).toEqual([])
    const wrong = { device: device.id, day: '2026-05-19', counts: { unknown: 1 } }
    await expect(capture.addTally(workspace, wrong)).rejects.toMatchObject({ code: 'tiles.unknown' })
    await expect(capture.addTally(workspace, { ...wrong, counts: {} })).rejects.toMatchObject({ code: 'tally.empty' })
    await expect(capture.addTally(workspace, { ...wrong, counts, day: '2026-05-21' })).rejects.toMatchObject({
      code: 'tally.future',
    })
  })

  describe('the report', () => {
    const touch = (at: number, customer: string, name: string, channel: string): Incoming => ({
      messageId: randomUUID(),
      name,
      timeMs: at,
      rawMs: at,
      identifiers: [{ kind: 'customer', value: customer }],
      together: 'apart',
      channel,
      entry: {},
      session: '',
      value: null,
      currency: '',
      properties: name === 'purchase' ? { store: 'Freiburg' } : {},
      traits: {},
    })

    test('puts beside each other what was said and what was measured', async () => {
      const { workspace, device, key } = await shop()
      const hour = 3_600_000
      await capture.deliver(
        key,
        delivery([
          answer({ customer: 'K-1', tile: 'suche' }),
          answer({ customer: 'K-2', tile: 'suche' }),
          answer({ customer: 'K-3', tile: 'empfehlung' }),
          answer({ tile: 'empfehlung' }),
          answer({ tile: '' }),
          answer({ tile: 'suche', suspected: true }),
        ]),
      )
      const [source] = await openSources({
        db: world().postgres.db,
        log: openLog('silent'),
        now: () => now,
      }).ofWorkspace(workspace.id)
      expect(source).toMatchObject({ name: 'Erfassung im Laden', kind: 'till' })
      const website = { workspace: workspace.id, id: randomUUID(), slug: 'web', kind: 'server' as const, trusted: true }
      await world().collect.intake.take(website, [
        touch(now - 90 * hour, 'K-1', 'search_landing', 'organic_search'),
        touch(now - 50 * hour, 'K-1', 'newsletter_click', 'email'),
        touch(now - hour, 'K-1', 'purchase', 'store'),
        touch(now - 70 * hour, 'K-2', 'ad_click', 'paid_search'),
        touch(now - hour, 'K-9', 'purchase', 'store'),
        ...Array.from({ length: 8 }, (_, i) => touch(now - hour, `R-${i}`, 'purchase', 'store')),
      ])
      await world().collect.intake.settled()
      const report = await capture.stated(workspace, { period: null })
      expect(report).toMatchObject({ named: 4, skipped: 1, suspected: 1, tally: 0 })
      expect(report.byTile.map(({ tile, share }) => [tile, share.part, share.n])).toEqual([
        ['empfehlung', 2, 4],
        ['suche', 2, 4],
      ])
      expect(report.measured.people).toBe(11)
      expect(report.measured.first.map(({ channel, share }) => [channel, share.part])).toEqual([
        ['store', 9],
        ['organic_search', 1],
        ['paid_search', 1],
      ])
      expect(report.linked).toMatchObject({ n: 2, agreesFirst: { part: 1, n: 2 }, agreesLast: { part: 0, n: 2 } })
      expect(report.linked.pairs).toEqual([
        { stated: 'organic_search', first: 'organic_search', last: 'email', count: 1 },
        { stated: 'organic_search', first: 'paid_search', last: 'paid_search', count: 1 },
      ])
      expect(report.overTime).toEqual([{ from: '2026-05-18', named: 4, skipped: 1 }])
      expect(report.tills).toMatchObject([
        {
          device: device.id,
          named: 4,
          skipped: 1,
          suspected: 1,
          naming: { part: 4, n: 5 },
          counted: { what: 'receipts', n: 10, rate: { part: 5, n: 10 } },
        },
      ])
      const codes = await readCodes(world().warehouse, workspace.id)
      expect(codes.eventCode('stated_source')).toBeGreaterThan(0)
    })

    test('is empty where nobody was asked', async () => {
      const { workspace } = await shop()
      expect(await capture.stated(workspace, { period: null })).toMatchObject({
        named: 0,
        skipped: 0,
        byTile: [],
        first: null,
      })
    })
  })

  test('a paused source takes nothing; a removed one is replaced', async () => {
    const { workspace, key } = await shop()
    await capture.deliver(key, delivery([answer()]))
    const sources = openSources({ db: world().postgres.db, log: openLog('silent'), now: () => now })
    const [first] = await sources.ofWorkspace(workspace.id)
    await sources.change(workspace.id, first?.id ?? '', { paused: true })
    await expect(capture.deliver(key, delivery([answer()]))).rejects.toMatchObject({ code: 'capture.paused' })
    await sources.remove(workspace.id, first?.id ?? '')
    now += 1000
    await capture.deliver(key, delivery([answer()]))
    expect(await sources.ofWorkspace(workspace.id)).toHaveLength(1)
  })
}
