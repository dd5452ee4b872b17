import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TemporaryProduct } from '../../../../test/engines/product.ts'
import type { PersonRule } from '../../../kernel/personRule.ts'
import { eventIs } from '../../../kernel/rule.ts'
import { Mapping } from '../../collect/schema.ts'
import { runsOf } from '../../journeys/testing/bruteForce.ts'
import type { Happened } from '../../journeys/testing/world.ts'
import { Segment, SegmentPreview } from './schema.ts'

const people = 40

const mapping = Mapping.parse({
  persons: [
    { column: 'customer', kind: 'customer' },
    { column: 'email', kind: 'email' },
  ],
  time: { column: 'time', format: 'iso' },
  event: { column: 'event' },
  channel: { column: 'channel' },
  value: { column: 'value' },
})

/** Person i visits, every second one by e-mail, and buys i % 4 times a week apart. */
const happened: readonly Happened[] = Array.from({ length: people }, (_, i) => {
  const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day, 10)).toISOString()
  const channel = i % 2 === 0 ? 'email' : 'store'
  const visit = { person: i, time: at(i % 7), name: 'visit', channel }
  const buys = Array.from({ length: i % 4 }, (_, n) => ({
    person: i,
    time: at(10 + 7 * n),
    name: 'purchase',
    channel,
    value: 10 + i,
  }))
  return [visit, ...buys]
}).flat()

const twice: PersonRule = { did: eventIs('purchase'), times: { op: 'at_least', n: 2 }, within: null }
const everybody: PersonRule = { all: [] }

/** Segments and lists, on whatever engine is given. */
export function segmentsContract(product: () => TemporaryProduct): void {
  let workspace: string
  beforeAll(async () => {
    const settings = { name: 'Laden', timeZone: 'UTC', currency: 'EUR', language: 'de' } as const
    workspace = (await product().client.admin.createWorkspace(settings)).id
    const path = join(product().directory, 'shop.csv')
    const rows = happened.map(({ person, time, name, channel, value = '' }) =>
      [`c${person}`, `c${person}@shop.example`, time.slice(0, 19).replace('T', ' '), name, channel, value].join(),
    )
    await writeFile(path, ['customer,email,time,event,channel,value', ...rows].join('\n'))
    await product().importFile(workspace, path, mapping)
  })

  const segments = () => product().client.people.segments
  const draft = (rule: PersonRule | null, name = 'Test') => ({ workspace, name, description: '', rule })
  const labels = async (segment: string) =>
    (await product().client.people.list({ workspace, segment, limit: 200 })).people.map(({ label }) => label).sort()
  const mails = (which: (i: number) => boolean) =>
    Array.from({ length: people }, (_, i) => i)
      .filter(which)
      .map((i) => `c${i}@shop.example`)
      .sort()
  const personOf = async (search: string) =>
    (await product().client.people.list({ workspace, search })).people[0]?.personId ?? ''

  test('sixty segments that each name the one before twice are answered or refused at once', async () => {
    const made = []
    for (let i = 0; i < 60; i++) made.push(await segments().create(draft(everybody, `Chain ${i}`)))
    const ids = made.map(({ id }) => id)
    const twiceIn = (i: number): PersonRule => ({
      any: [{ segment: ids[i] ?? '' }, { all: [{ segment: ids[i] ?? '' }] }],
    })
    for (let i = 59; i > 0; i--) {
      await segments().save({ ...draft(twiceIn(i - 1), `Chain ${i}`), segment: ids[i] ?? '', version: 1 })
    }
    const began = performance.now()
    const preview = (i: number) => segments().preview({ workspace, rule: twiceIn(i) })
    await expect(preview(59)).rejects.toMatchObject({ code: 'segment.deep' })
    await expect(preview(7)).rejects.toMatchObject({ code: 'segment.large' })
    expect(await preview(3)).toMatchObject({ people, everybody: people })
    await expect(segments().count({ workspace, segment: ids[59] ?? '' })).rejects.toMatchObject({
      code: 'segment.large',
    })
    expect(performance.now() - began).toBeLessThan(20_000)
    await product().people.segments.idle()
    for (const id of [...ids].reverse()) await segments().remove({ workspace, segment: id })
  })

  test('as much as a rule may hold is answered, more is refused', async () => {
    const values = Array.from({ length: 199 }, (_, i) => `value ${i}`)
    const did = { field: 'property', key: 'tag', op: 'contains', values } as const
    const rule = (conditions: number): PersonRule => ({
      did: { any: Array.from({ length: conditions }, () => did) },
      times: { op: 'at_least', n: 1 },
      within: null,
    })
    expect(await segments().preview({ workspace, rule: rule(4) })).toMatchObject({ people: 0 })
    await expect(segments().preview({ workspace, rule: rule(5) })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const half = rule(3)
    await expect(segments().preview({ workspace, rule: { any: [half, half] } })).rejects.toMatchObject({ status: 400 })
  })

  describe('a segment by a rule', () => {
    test('is tried, saved, counted, listed, changed and deleted', async () => {
      const preview = await segments().preview({ workspace, rule: twice })
      expect(SegmentPreview.parse(preview)).toEqual(preview)
      expect(preview).toMatchObject({ people: 20, everybody: people })
      expect(preview.sample).toHaveLength(10)

      const made = await segments().create(draft(twice, 'Stammkunden'))
      expect(Segment.parse(made)).toEqual(made)
      expect(made).toMatchObject({ version: 1, counting: true, count: null })
      await product().people.segments.idle()
      const counted = await segments().get({ workspace, segment: made.id })
      expect(counted).toMatchObject({
        counting: false,
        count: { people: 20, everybody: people },
        days: [{ people: 20 }],
      })
      expect(await segments().list({ workspace })).toEqual([counted])
      expect(await labels(made.id)).toEqual(mails((i) => i % 4 >= 2))

      const { id, counting: _, count: __, days: ___, changed: ____, ...rest } = counted
      const rule: PersonRule = { not: twice }
      const saved = await segments().save({ workspace, segment: id, ...rest, rule })
      expect(saved).toMatchObject({ version: 2, counting: true })
      await expect(segments().save({ workspace, segment: id, ...rest, rule })).rejects.toMatchObject({
        code: 'thing.stale',
      })
      expect(await segments().count({ workspace, segment: id })).toMatchObject({ people: 20 })
      await expect(segments().save({ workspace, segment: id, ...rest, rule: null })).rejects.toMatchObject({
        code: 'segment.kind',
      })
      await segments().remove({ workspace, segment: id })
      await expect(segments().get({ workspace, segment: id })).rejects.toMatchObject({ code: 'thing.missing' })
      await expect(labels(id)).rejects.toMatchObject({ code: 'thing.missing' })
    })

    test('may be built on others, but never on itself', async () => {
      const inner = await segments().create(draft(twice))
      const outer = await segments().create(draft({ not: { segment: inner.id } }))
      expect(await labels(outer.id)).toEqual(mails((i) => i % 4 < 2))
      const circle = { ...draft({ segment: outer.id }), segment: inner.id, version: 1 }
      await expect(segments().save(circle)).rejects.toMatchObject({ code: 'segment.circular' })
      await expect(segments().create(draft({ segment: randomUUID() }))).rejects.toMatchObject({
        code: 'segment.unknown',
      })
      await expect(segments().remove({ workspace, segment: inner.id })).rejects.toMatchObject({ code: 'segment.used' })
      await segments().remove({ workspace, segment: outer.id })
      await segments().remove({ workspace, segment: inner.id })
    })

    test('is counted anew at most once a minute while somebody looks', async () => {
      const { id } = await segments().create(draft(everybody))
      await product().people.segments.idle()
      await product().collect.settle({ workspace, touched: 'all' })
      expect((await segments().get({ workspace, segment: id })).counting).toBe(false)
      await segments().remove({ workspace, segment: id })
    })
  })

  describe('the list of people by a rule', () => {
    const found = async (rule: PersonRule, rest: object = {}) => {
      const text = JSON.stringify(rule)
      const { people: page, total } = await product().client.people.list({ workspace, rule: text, limit: 200, ...rest })
      expect(total).toBe(page.length)
      return page.map(({ label }) => label).sort()
    }

    test('goes together with search and segment, and onto lists', async () => {
      const mail: PersonRule = {
        did: { field: 'channel', op: 'is', values: ['email'] },
        times: { op: 'at_least', n: 1 },
        within: null,
      }
      const { id } = await segments().create(draft(twice))
      expect(await found(mail)).toEqual(mails((i) => i % 2 === 0))
      expect(await found(mail, { segment: id })).toEqual(mails((i) => i % 4 === 2))
      expect(await found({ not: { segment: id } }, { search: 'c1' })).toEqual(
        mails((i) => i % 4 < 2 && String(i).startsWith('1')),
      )
      const { id: segment } = await segments().create(draft(null, 'Post'))
      const filter = { search: '', known: 'known' as const, segment: id, rule: mail }
      expect(await segments().addFound({ workspace, segment, filter })).toEqual({ added: 10 })
      expect(await labels(segment)).toEqual(mails((i) => i % 4 === 2))
      await segments().remove({ workspace, segment })
      await segments().remove({ workspace, segment: id })
    })

    test.each([
      ['{', 'BAD_REQUEST'],
      ['{"city":"Ulm"}', 'BAD_REQUEST'],
      [JSON.stringify({ segment: randomUUID() }), 'segment.unknown'],
    ])('is refused by %.12s', async (rule, code) => {
      await expect(product().client.people.list({ workspace, rule })).rejects.toMatchObject({ code })
    })
  })

  describe('a list', () => {
    test('takes people one by one, by a filter and by identifiers, and gives them back', async () => {
      const { id: segment } = await segments().create(draft(null, 'Liste'))
      const person = await personOf('c7@shop.example')
      await segments().add({ workspace, segment, person })
      expect(await labels(segment)).toEqual(mails((i) => i === 7))

      const text = 'c1@shop.example; C2@SHOP.example\nc7,c8\n"nobody@shop.example"'
      expect(await segments().paste({ workspace, segment, text })).toEqual({
        read: 5,
        added: 3,
        already: 1,
        missing: ['nobody@shop.example'],
        missingCount: 1,
      })
      expect(await labels(segment)).toEqual(mails((i) => [1, 2, 7, 8].includes(i)))

      const found = await segments().addFound({ workspace, segment, filter: { search: 'c1', known: 'all' } })
      expect(found).toEqual({ added: 10 })
      await segments().drop({ workspace, segment, person })
      expect(await labels(segment)).toEqual(mails((i) => [1, 2, 8].includes(i) || (i >= 10 && i < 20)))
      await segments().add({ workspace, segment, person })
      expect(await labels(segment)).toContain('c7@shop.example')
      await product().people.segments.idle()
      await expect(segments().add({ workspace, segment, person: '5' })).rejects.toMatchObject({ code: 'thing.missing' })
      const rule = await segments().create(draft(everybody))
      await expect(segments().add({ workspace, segment: rule.id, person })).rejects.toMatchObject({
        code: 'segment.kind',
      })
      await segments().remove({ workspace, segment: rule.id })
      await segments().remove({ workspace, segment })
    })

    test('follows people who are merged and parted again', async () => {
      const { id: segment } = await segments().create(draft(null))
      const [listed, other] = [await personOf('c5@shop.example'), await personOf('c6@shop.example')]
      await segments().add({ workspace, segment, person: listed })
      const { client } = product()
      await client.collect.identity.join({ workspace, person: other, with: listed })
      expect(await labels(segment)).toHaveLength(1)
      expect((await client.people.list({ workspace, search: 'c5@', segment })).total).toBe(1)
      expect((await client.people.list({ workspace, search: 'c6@', segment })).total).toBe(1)
      const [merge] = (await client.collect.identity.mergesOf({ workspace, person: listed })).entries.filter(
        ({ what }) => what === 'joined',
      )
      await client.collect.identity.undo({ workspace, merge: merge?.id ?? '' })
      expect(await labels(segment)).toEqual(mails((i) => i === 5))
      await segments().remove({ workspace, segment })
    })
  })

  test('a map of a segment equals the brute force over its people', async () => {
    const { journeys } = product().client
    const goal = eventIs('purchase')
    const drawn = await journeys.draft({ workspace, phaseModel: 'six-phases', goal, name: 'Kauf' })
    const journey = await journeys.create({ workspace, ...drawn, gapDays: 9 })
    const { id: segment } = await segments().create(
      draft({
        all: [
          twice,
          { did: { field: 'channel', op: 'is', values: ['store'] }, times: { op: 'at_least', n: 1 }, within: null },
        ],
      }),
    )
    const who = happened.filter(({ person }) => person % 4 === 3)
    const asOfMs = Math.max(...happened.map(({ time }) => Date.parse(time)))
    const touchpoints = journey.touchpoints.map(({ id, rule }) => ({ id, rule, phase: 1 }))
    const endsAtGoal = false
    const runs = runsOf(who, { touchpoints, goal, gapDays: 9, endsAtGoal, asOfMs })
    const figures = await journeys.figures({ workspace, journey: journey.id, segment })
    const seen = new Set(runs.map(({ person }) => person))
    const won = new Set(runs.filter(({ state }) => state === 'won').map(({ person }) => person))
    expect(figures).toMatchObject({ state: 'ready', people: seen.size, goal: { part: won.size, n: seen.size } })
    expect(figures.goalValue).toBe(
      who.filter(({ name }) => name === 'purchase').reduce((sum, { value }) => sum + Number(value), 0),
    )
    for (const { id } of journey.touchpoints) {
      const touched = runs.filter(({ touches }) => touches.some((touch) => touch.id === id)).map(({ person }) => person)
      const figure = figures.touchpoints.find(({ touchpoint }) => touchpoint === id)
      expect(figure?.people).toBe(new Set(touched).size)
      const asked = { workspace, journey: journey.id, touchpoint: id, segment }
      const { total } = await journeys.travellers(asked)
      expect(total).toBe(new Set(touched).size)
      expect((await journeys.touchpoint(asked)).figures.people).toBe(total)
    }
    const filter = [{ field: 'source' as const, op: 'is' as const, values: ['import'] }]
    expect((await journeys.figures({ workspace, journey: journey.id, segment, filter })).people).toBe(seen.size)
    const unknown = journeys.figures({ workspace, journey: journey.id, segment: randomUUID() })
    await expect(unknown).rejects.toMatchObject({ code: 'thing.missing' })
  })
}
