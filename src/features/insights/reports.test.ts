import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { medianOf } from '../../kernel/statistics.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { openSettle } from '../collect/settle.ts'
import { FlowQuestion, FunnelQuestion } from './schema.ts'
import { openReports, type Reports } from './service.ts'
import { shopContract } from './shop.contract.ts'

let warehouse: Warehouse
let reports: Reports
let settle: ReturnType<typeof openSettle>
const settings = (id: string): Workspace => ({
  id,
  name: 'test',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  language: 'de',
  role: 'viewer',
})

beforeAll(async () => {
  warehouse = await temporaryWarehouse()
  settle = openSettle(warehouse)
  reports = openReports(warehouse)
})
afterAll(() => warehouse.close())

const ask = {
  funnel: (workspace: string, question: object) =>
    reports.funnel(settings(workspace), FunnelQuestion.parse({ ...question })),
  flow: (workspace: string, question: object) => reports.flow(settings(workspace), FlowQuestion.parse({ ...question })),
}

type Event = {
  readonly person: number
  readonly time: number
  readonly name: string
  readonly channel: string
  readonly city: string
}

const hour = 3_600_000
const monday = Date.UTC(2026, 2, 2)

async function load(events: readonly Event[]): Promise<string> {
  const workspace = randomUUID()
  await warehouse.insert(
    'events',
    events.map(({ person, time, name, channel, city }, seq) => ({
      workspace,
      anchor: String(person),
      raw_time: time,
      time,
      seq,
      message: String(seq + 1),
      name,
      channel,
      properties: city === '' ? {} : { city },
    })),
  )
  await settle({ workspace, touched: 'all' })
  return workspace
}

const events = fc.array(
  fc.record({
    person: fc.integer({ min: 1, max: 4 }),
    time: fc.integer({ min: 0, max: 12 }).map((n) => monday + n * 6 * hour),
    name: fc.constantFrom('a', 'b', 'c'),
    channel: fc.constantFrom('', 'shop', 'mail'),
    city: fc.constantFrom('', 'Kiel', 'Ulm'),
  }),
  { maxLength: 40 },
)

const period = fc.constantFrom(null, { from: '2026-03-02', to: '2026-03-02' }, { from: '2026-03-03', to: '2026-03-04' })

/** 2026-03-02 in Berlin starts at 23:00 UTC of the day before. */
const inPeriod = (value: { from: string; to: string } | null) => (time: number) =>
  value === null ||
  (time >= Date.parse(`${value.from}T00:00:00Z`) - hour && time < Date.parse(`${value.to}T00:00:00Z`) + 23 * hour)

const byPerson = (all: readonly Event[]): Event[][] =>
  [...new Set(all.map(({ person }) => person))].map((person) =>
    all.filter((one) => one.person === person).sort((a, b) => a.time - b.time),
  )

type Chain = { readonly start: number; readonly end: number; readonly last: number; readonly depth: number }

/** Every chain of events that does the steps in order within the window, by trying all of them. */
function chains(own: readonly Event[], steps: readonly string[], windowMs: number, starts: (time: number) => boolean) {
  const order = own
    .filter(({ name }) => steps.includes(name))
    .sort((a, b) => a.time - b.time || steps.indexOf(a.name) - steps.indexOf(b.name))
  const found: Chain[] = []
  const extend = ({ start, last, depth }: Chain): void => {
    order.forEach(({ name, time }, i) => {
      if (i <= last || name !== steps[depth] || time - start > windowMs) return
      const longer = { start, end: time, last: i, depth: depth + 1 }
      if (found.some((one) => one.start === start && one.last === i && one.depth === depth + 1)) return
      found.push(longer)
      extend(longer)
    })
  }
  order.forEach(({ name, time }, i) => {
    if (name !== steps[0] || !starts(time)) return
    const first = { start: time, end: time, last: i, depth: 1 }
    found.push(first)
    extend(first)
  })
  return found
}

/** From the latest start that leads to the first moment at which the step is reached. */
function durationTo(all: readonly Chain[], depth: number): number {
  const reaching = all.filter((one) => one.depth === depth)
  const first = Math.min(...reaching.map(({ end }) => end))
  return first - Math.max(...reaching.filter(({ end }) => end === first).map(({ start }) => start))
}

function bruteFunnel(
  people: readonly Event[][],
  steps: readonly string[],
  windowMs: number,
  starts: (time: number) => boolean,
) {
  const all = people.map((own) => chains(own, steps, windowMs, starts))
  return steps.map((name, i) => {
    const here = all.filter((found) => found.some(({ depth }) => depth === i + 1))
    const hours = i === 0 ? null : medianOf(here.map((found) => durationTo(found, i + 1) / hour))
    return { name, people: here.length, hours }
  })
}

const plain = (steps: readonly { name: string; people: number; hours: unknown }[]) =>
  steps.map(({ name, people, hours }) => ({ name, people, hours }))

describe('funnel', () => {
  test('equals trying every chain, with repeated steps, equal times, windows, periods and groups', {
    timeout: 180_000,
  }, async () => {
    const steps = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 4 })
    const within = fc.constantFrom('6h', '1d', '4w')
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.array(fc.tuple(steps, within, period), { minLength: 4, maxLength: 4 }),
        async (some, questions) => {
          const all = [
            ...some,
            ...['a', 'b', 'c'].map((name) => ({ person: 9, time: monday + 200 * hour, name, channel: '', city: '' })),
          ]
          const workspace = await load(all)
          const windows = { '6h': 6 * hour, '1d': 24 * hour, '4w': 672 * hour }
          for (const [names, span, days] of questions) {
            const starts = inPeriod(days)
            const brute = (people: readonly Event[][]) => bruteFunnel(people, names, windows[span], starts)
            const firstStart = (own: readonly Event[]) =>
              own.find(({ name, time }) => name === names[0] && starts(time))
            for (const by of [null, 'channel', 'city'] as const) {
              const funnel = await ask.funnel(workspace, { steps: names, within: span, period: days, by })
              expect(plain(funnel.steps)).toEqual(brute(byPerson(all)))
              if (by === null) {
                expect(funnel.groups).toBeNull()
                continue
              }
              const cityOrChannel = (own: readonly Event[]) => firstStart(own)?.[by]
              const values = [...new Set(byPerson(all).map(cityOrChannel))].filter((value) => value !== undefined)
              expect(
                Object.fromEntries((funnel.groups ?? []).map((group) => [group.value, plain(group.steps)])),
              ).toEqual(
                Object.fromEntries(
                  values.map((value) => [value, brute(byPerson(all).filter((own) => cityOrChannel(own) === value))]),
                ),
              )
            }
          }
        },
      ),
      { numRuns: 8, seed: 4870 },
    )
  })

  test('shares have their base and interval', async () => {
    const event = (person: number, name: string): Event => ({ person, time: monday, name, channel: '', city: '' })
    const workspace = await load([event(1, 'a'), event(2, 'a'), event(1, 'b'), event(3, 'b')])
    const { steps } = await ask.funnel(workspace, { steps: ['a', 'b'] })
    expect(steps[0]?.ofStart).toMatchObject({ part: 2, n: 2, value: 1 })
    expect(steps[1]?.ofPrevious).toMatchObject({ part: 1, n: 2, value: 0.5 })
    expect(steps[1]?.hours).toEqual({ median: 0, low: 0, high: 0, n: 1 })
  })

  test('the 20 largest groups, then the others as one', async () => {
    const start = (city: number): Event[] =>
      Array.from({ length: city <= 20 ? 2 : 1 }, (_, i) => ({
        person: city * 10 + i,
        time: monday,
        name: 'a',
        channel: `c${city}`,
        city: `Stadt ${city}`,
      }))
    const last = { person: 11, time: monday + hour, name: 'b', channel: '', city: '' }
    const workspace = await load([...Array.from({ length: 25 }, (_, i) => start(i + 1)).flat(), last])
    for (const by of ['channel', 'city']) {
      const { groups } = await ask.funnel(workspace, { steps: ['a', 'b'], by })
      expect(groups?.length).toBe(21)
      expect(groups?.[20]).toMatchObject({ value: '', rest: true, steps: [{ people: 5 }, { people: 0 }] })
      expect(groups?.filter(({ rest }) => rest).length).toBe(1)
    }
  })

  test('an unknown step is refused with the names near it', async () => {
    const workspace = await load([{ person: 1, time: monday, name: 'catalog', channel: '', city: '' }])
    await expect(ask.funnel(workspace, { steps: ['catlog', 'catalog'] })).rejects.toMatchObject({
      code: 'event.unknown',
      status: 400,
      message: 'There is no event "catlog". Did you mean "catalog"?',
      facts: { name: 'catlog', near: ['catalog'] },
    })
    await expect(ask.flow(workspace, { from: 'x' })).rejects.toMatchObject({ message: 'There is no event "x".' })
  })

  test('strange property keys are words, not SQL', async () => {
    const workspace = await load([{ person: 1, time: monday, name: 'a', channel: '', city: '' }])
    for (const by of ["x'y", '`', 'a.b', '^a', '\\', '"', 'ä b']) {
      const { groups } = await ask.funnel(workspace, { steps: ['a', 'a'], by })
      expect(groups?.map(({ value, steps }) => [value, steps[0]?.people])).toEqual([['', 1]])
    }
  })
})

function bruteFlow(
  people: readonly Event[][],
  question: { from: string | null; depth: number; collapse: boolean },
  starts: (time: number) => boolean,
) {
  const counts = new Map<string, number>()
  for (const own of people) {
    const start = own.findIndex(({ name, time }) => starts(time) && (question.from === null || name === question.from))
    if (start < 0) continue
    const path = own.slice(start).map(({ name }) => name)
    const steps = path.filter((name, i) => !question.collapse || i === 0 || path[i - 1] !== name)
    steps.slice(0, question.depth - 1).forEach((from, i) => {
      const key = JSON.stringify([i + 1, from, steps[i + 1] ?? null])
      counts.set(key, (counts.get(key) ?? 0) + 1)
    })
  }
  return counts
}

describe('flow', () => {
  test('equals walking every path', { timeout: 180_000 }, async () => {
    const question = fc.record({
      from: fc.constantFrom(null, 'a', 'b'),
      depth: fc.integer({ min: 2, max: 5 }),
      collapse: fc.boolean(),
      period,
    })
    await fc.assert(
      fc.asyncProperty(events, fc.array(question, { minLength: 6, maxLength: 6 }), async (some, questions) => {
        const all = [
          ...some,
          ...['a', 'b', 'c'].map((name) => ({ person: 9, time: monday + 200 * hour, name, channel: '', city: '' })),
        ]
        const workspace = await load(all)
        for (const one of questions) {
          const flow = await ask.flow(workspace, one)
          const found = new Map(
            flow.links.map(({ position, from, to, people }) => [JSON.stringify([position, from, to]), people]),
          )
          const brute = bruteFlow(byPerson(all), one, inPeriod(one.period))
          expect(found).toEqual(brute)
          const first = [...brute].filter(([key]) => key.startsWith('[1,')).map(([, people]) => people)
          expect(flow.people).toBe(first.reduce((sum, people) => sum + people, 0))
        }
      }),
      { numRuns: 8, seed: 4870 },
    )
  })
})

describe('the clicks of a real shop', () => shopContract(() => warehouse))
