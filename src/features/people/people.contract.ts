import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PersonRule } from '../../kernel/personRule.ts'
import { p, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { fold } from './fold.ts'
import { openPeopleOfSegments } from './segments/service.ts'
import type { PeopleService } from './service.ts'
import { largest, load, moment, openWorld, placeOf, said, settingsOf } from './testing/world.ts'

const person = (
  personId: string,
  label: string,
  minutes: readonly [number, number],
  touches: number,
  value: string,
) => {
  const [first, last] = minutes
  const named = !label.startsWith('Unknown')
  return { personId, label, named, first: moment(first), last: moment(last), touches, value, facts: {} }
}
const anna = person(largest, 'anna@example.org', [1, 5], 3, '10.25')
const ben = person('7', 'Bén Müller', [3, 3], 1, '0')
const nobody = person('48879', 'Unknown · beef', [2, 2], 1, '99')
const page = { search: '', known: 'all', sort: 'last', order: 'desc', columns: [], offset: 0, limit: 50 } as const

const narrowsOf = (warehouse: Warehouse) =>
  openPeopleOfSegments({
    warehouse,
    store: { rules: async () => new Map() },
    settingsOf: async () => ({ timeZone: 'Europe/Berlin' }),
    now: () => Date.parse(moment(30)),
  }).narrows

/** Lists, profiles and timelines, on whatever engine is given. */
export function peopleContract(warehouse: () => Warehouse): void {
  let world: ReturnType<typeof openWorld>
  let people: PeopleService
  let workspace: string
  beforeAll(async () => {
    world = openWorld(warehouse())
    people = world.people
    workspace = await load(warehouse())
  })

  describe('list', () => {
    test('latest contact first, page by page', async () => {
      expect(await people.list(settingsOf(workspace), page)).toEqual({ people: [anna, ben, nobody], total: 3 })
      const second = await people.list(settingsOf(workspace), { ...page, offset: 1, limit: 1 })
      expect(second).toEqual({ people: [ben], total: 3 })
      expect(await people.list(settingsOf(randomUUID()), page)).toEqual({ people: [], total: 0 })
    })

    test.each([
      ['first', 'asc', [anna, nobody, ben]],
      ['touches', 'desc', [anna, ben, nobody]],
      ['value', 'desc', [nobody, anna, ben]],
      ['value', 'asc', [ben, anna, nobody]],
    ] as const)('sorted by %s %s', async (sort, order, expected) => {
      expect((await people.list(settingsOf(workspace), { ...page, sort, order })).people).toEqual(expected)
    })

    test.each([
      ['GRÖSSE', []],
      ['grÖße', [anna]],
      ['@EXAMPLE', [anna]],
      ['k-20', [ben]],
      ['mueller', [ben]],
      ['Muller ben', [ben]],
      ['müller anna', []],
      ['größe example', [anna]],
      ['0171 1234567', [ben]],
      ['0049 171 12345', [ben]],
      ['+49171/1234567', [ben]],
      ['0172 1234567', []],
      ['f00d', [nobody]],
      ['n', [anna, ben]],
      ["%' or 1", []],
    ])('search %s', async (search, found) => {
      expect(await people.list(settingsOf(workspace), { ...page, search })).toEqual({
        people: found,
        total: found.length,
      })
    })

    test('known and anonymous people, with columns', async () => {
      const columns = ['email', 'city', 'customer', 'nothing']
      const known = await people.list(settingsOf(workspace), { ...page, known: 'known', columns })
      expect(known.people.map(({ facts }) => facts)).toEqual([
        { email: 'anna@example.org' },
        { city: 'Köln', customer: 'K-2007' },
      ])
      const anonymous = await people.list(settingsOf(workspace), { ...page, known: 'anonymous' })
      expect(anonymous).toEqual({ people: [nobody], total: 1 })
      const beyond = await people.list(settingsOf(workspace), { ...page, known: 'known', offset: 10 })
      expect(beyond).toEqual({ people: [], total: 2 })
    })

    test('others narrow it by conditions over people', async () => {
      const { people: narrowed } = openWorld(warehouse(), {
        narrows: [async (_, { segment }) => (segment === undefined ? null : sql`person = ${p.anchor('7')}`)],
      })
      expect((await narrowed.list(settingsOf(workspace), { ...page, segment: randomUUID() })).people).toEqual([ben])
      expect((await narrowed.list(settingsOf(workspace), page)).total).toBe(3)
    })

    const visited = (channel: string): PersonRule => ({
      did: {
        all: [
          { field: 'event', op: 'is', values: ['visit'] },
          { field: 'channel', op: 'is', values: [channel] },
        ],
      },
      times: { op: 'at_least', n: 1 },
      within: null,
    })
    const cologne: PersonRule = { trait: 'city', op: 'is', values: ['Köln'] }

    test.each<[PersonRule, readonly object[]]>([
      [visited('social'), [anna]],
      [{ not: visited('social') }, [ben, nobody]],
      [cologne, [ben]],
      [{ any: [cologne, { identifier: 'email', known: true }] }, [anna, ben]],
      [{ all: [cologne, visited('social')] }, []],
    ])('of whom the rule %j holds', async (rule, found) => {
      const { people: ruled } = openWorld(warehouse(), { narrows: narrowsOf(warehouse()) })
      const list = (rest: object) => ruled.list(settingsOf(workspace), { ...page, rule, ...rest })
      expect(await list({})).toEqual({ people: found, total: found.length })
      const named = found.filter((one) => one === anna || one === ben)
      expect(await list({ known: 'known' })).toEqual({ people: named, total: named.length })
      expect((await list({ search: 'mueller' })).people).toEqual(found.filter((one) => one === ben))
      const { batches } = await ruled.everybody(placeOf(workspace), { ...page, rule })
      const all = []
      for await (const batch of batches) all.push(...batch)
      expect(all).toEqual(found)
      expect(await ruled.list(settingsOf(randomUUID()), { ...page, rule })).toEqual({ people: [], total: 0 })
    })

    test('a rule over a segment that is not here is refused', async () => {
      const { people: ruled } = openWorld(warehouse(), { narrows: narrowsOf(warehouse()) })
      const asked = { ...page, rule: { not: { segment: randomUUID() } } }
      await expect(ruled.list(settingsOf(workspace), asked)).rejects.toMatchObject({ code: 'segment.unknown' })
    })

    test('everybody, for a file, is told to the audit log', async () => {
      const { batches } = await people.everybody(placeOf(workspace), { ...page, known: 'known', columns: ['city'] })
      const all = []
      for await (const batch of batches) all.push(...batch)
      expect(all).toEqual([anna, { ...ben, facts: { city: 'Köln' } }])
      expect(world.told.at(-1)).toMatchObject({ workspace, action: 'people.export' })
    })
  })

  test('the engine folds as we do', async () => {
    const workspace = randomUUID()
    const words = [
      'Müller',
      'MUELLER',
      'Straße',
      'Ångström',
      'Çelik',
      'Æon',
      'Weiß-Größe',
      'Đorđe',
      'ﬁne',
      'Łódź',
      'Joe Baer',
      '李',
      '',
    ]
    await warehouse().insert(
      'traits',
      words.flatMap((name, i) => said(workspace, String(i + 1), 'import', 1, { name })),
    )
    const rows = await warehouse().rows<{ folded: string }>(
      sql`select folded from traits where workspace = ${p.uuid(workspace)} order by anchor`,
    )
    expect(rows.map(({ folded }) => folded)).toEqual(words.map(fold))
  })

  describe('profile', () => {
    test('knows a person by all identifiers', async () => {
      const profile = await people.profile(settingsOf(workspace), largest)
      const { first, last } = anna
      expect(profile).toMatchObject({
        personId: largest,
        label: anna.label,
        first,
        last,
        touches: 3,
        value: '10.25',
        paid: 1,
      })
      expect(profile.identities).toEqual([
        { anchor: largest, kind: 'user', value: 'Anna-Größe', seen: moment(0) },
        { anchor: '900', kind: 'email', value: 'anna@example.org', seen: moment(0) },
      ])
      expect(profile.events).toEqual(['order', 'thanks', 'visit'].map((name) => ({ name, count: 1 })))
      expect(profile.channels).toEqual(['social', 'store'].map((name) => ({ name, count: 1 })))
      expect((await people.profile(settingsOf(workspace), '900')).personId).toBe(largest)
      expect((await people.labelsOf(workspace, [largest, '48879'], 'de')).get('48879')).toBe('Unbekannt · beef')
    })

    test('tells what people did whom no report may count', async () => {
      const workspace = await load(warehouse())
      const event = { workspace, anchor: '12', raw_time: moment(1), time: moment(1), name: 'visit', channel: 'store' }
      const again = { ...event, raw_time: moment(2), time: moment(2), message: '2', name: 'order' }
      await warehouse().insert('events', [{ ...event, message: '1' }, again])
      await warehouse().insert('identities', [
        { workspace, anchor: '12', kind: 'customer', value: 'K-1', seen: '2026-05-01 08:00:00' },
      ])
      expect(await people.profile(settingsOf(workspace), '12')).toMatchObject({
        first: null,
        touches: 0,
        events: ['order', 'visit'].map((name) => ({ name, count: 1 })),
        channels: [{ name: 'store', count: 2 }],
      })
    })

    test('the newest statement of a trait holds, with what others say beside it', async () => {
      const workspace = await load(warehouse())
      await warehouse().insert('traits', [
        ...said(workspace, '900', 'crm', 2, { city: 'Ulm', company: 'Rad & Weg' }),
        ...said(workspace, largest, 'web', 3, { city: 'Bonn', company: '' }),
        ...said(workspace, largest, 'crm', 4, { first_name: 'Anna' }),
      ])
      const traits = await people.traitsOf(workspace, largest)
      expect(traits).toEqual([
        {
          key: 'city',
          value: 'Bonn',
          source: 'web',
          at: moment(3),
          others: [{ key: 'city', value: 'Ulm', source: 'crm', at: moment(2) }],
        },
        { key: 'company', value: 'Rad & Weg', source: 'crm', at: moment(2), others: [] },
        { key: 'first_name', value: 'Anna', source: 'crm', at: moment(4), others: [] },
      ])
      expect(await people.statementsOf(workspace, [largest])).toHaveLength(5)
      expect((await people.profile(settingsOf(workspace), largest)).label).toBe('Anna')
    })

    test('a correction by hand can be taken back', async () => {
      const workspace = await load(warehouse())
      const city = async () => (await people.traitsOf(workspace, '7')).find(({ key }) => key === 'city')?.value
      expect(await people.correct(settingsOf(workspace), '7', 'city', 'Bonn')).toEqual({ before: null })
      expect(await city()).toBe('Bonn')
      expect(await people.correct(settingsOf(workspace), '7', 'city', '')).toEqual({ before: 'Bonn' })
      expect(await city()).toBeUndefined()
      expect(await people.correct(settingsOf(workspace), '7', 'city', null)).toEqual({ before: '' })
      expect(await city()).toBe('Köln')
      await expect(people.correct(settingsOf(workspace), '8', 'city', 'x')).rejects.toMatchObject({ status: 404 })
    })
  })

  const timeline = { events: [], channels: [], search: '', limit: 100 }

  describe('timeline', () => {
    test('newest first, with everything known', async () => {
      const found = await people.timeline(settingsOf(workspace), { ...timeline, person: '900' })
      expect(found).toMatchObject({ personId: largest, label: anna.label, touches: 3, value: '10.25', more: false })
      expect(found.identities).toEqual([
        { kind: 'user', value: 'Anna-Größe' },
        { kind: 'email', value: 'anna@example.org' },
      ])
      expect(found.events.map(({ name }) => name)).toEqual(['thanks', 'order', 'visit'])
      expect(found.events[2]).toEqual({
        message: '1',
        time: moment(1),
        name: 'visit',
        channel: 'social',
        source: 'web',
        session: 's1',
        value: null,
        currency: '',
        properties: { device: 'mobile' },
      })
      expect(found.events[0]).toMatchObject({ value: '-2.25', currency: 'EUR' })
    })

    test('a page never cuts a moment in two', async () => {
      const first = await people.timeline(settingsOf(workspace), { ...timeline, person: largest, limit: 1 })
      expect(first.events.map(({ name }) => name)).toEqual(['thanks', 'order'])
      expect(first.more).toBe(true)
      const before = first.events.at(-1)?.time
      const second = await people.timeline(settingsOf(workspace), { ...timeline, person: largest, limit: 1, before })
      expect(second.events.map(({ name }) => name)).toEqual(['visit'])
      expect(second.more).toBe(false)
    })

    test.each([
      [{ events: ['visit', 'thanks'] }, ['thanks', 'visit']],
      [{ channels: ['store'] }, ['order']],
      [{ search: 'MOBILE' }, ['visit']],
      [{ search: 'ord', channels: ['social'] }, []],
    ])('filtered by %j', async (filter, names) => {
      const { events } = await people.timeline(settingsOf(workspace), { ...timeline, ...filter, person: largest })
      expect(events.map(({ name }) => name)).toEqual(names)
    })

    test('an event delivered twice is shown once', async () => {
      const { events, touches } = await people.timeline(settingsOf(workspace), { ...timeline, person: '7' })
      expect([events.length, touches]).toEqual([1, 1])
    })

    test.each(['8', '9'.repeat(39), '0'])('nobody has the number %s', async (one) => {
      await expect(people.timeline(settingsOf(workspace), { ...timeline, person: one })).rejects.toMatchObject({
        status: 404,
      })
      await expect(people.profile(settingsOf(workspace), one)).rejects.toMatchObject({ status: 404 })
    })
  })
}
