import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { emotionOf, type Scale, scaleNames, scales } from '../../kernel/emotion.ts'
import { eventIs, type Rule } from '../../kernel/rule.ts'
import { p, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { answerColumns, emotionSql } from './answers.ts'
import { type Measure, measureOf } from './measure.ts'
import { ends, type RunsOf, runRows } from './runs.ts'
import type { JourneyDraft } from './schema.ts'
import { groupBy, runsOf } from './testing/bruteForce.ts'
import { touchpoint } from './testing/touchpoint.ts'
import { type Happened, happen, settle } from './testing/world.ts'
import { openRuns } from './writing.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

const large: Rule = { all: [eventIs('purchase'), { field: 'value', op: 'at_least', values: ['10'] }] }
const journey: JourneyDraft = {
  name: 'Small world',
  phaseModel: 'crm',
  phases: [
    { id: 'look', name: 'Look', section: 'before' },
    { id: 'buy', name: 'Buy', section: 'purchase' },
    { id: 'use', name: 'Use', section: 'after' },
  ],
  touchpoints: [
    touchpoint('ad', 'look'),
    touchpoint('view', 'look'),
    touchpoint('purchase', 'buy'),
    touchpoint('delivery', 'use'),
  ],
  goal: large,
  gapDays: 30,
}

const at = (day: number, clock = '10:00:00.000'): string =>
  `${new Date(Date.UTC(2025, 0, day)).toISOString().slice(0, 10)}T${clock}Z`

/** Six people: won and delivered, lost, open, two passages, a small purchase that is no goal, nothing of the journey. */
const world: Happened[] = [
  { person: 1, time: at(1), name: 'ad', channel: 'social' },
  { person: 1, time: at(1, '10:05:00.000'), name: 'view', channel: 'social' },
  { person: 1, time: at(2), name: 'purchase', channel: 'direct', value: 20 },
  { person: 1, time: at(5), name: 'delivery', channel: 'post' },
  { person: 1, time: at(6), name: 'survey', properties: { csat: '5', about: 'delivery' } },
  { person: 1, time: at(6), name: 'survey', properties: { nps: '7', about: 'view' } },
  { person: 1, time: at(7), name: 'help' },
  { person: 2, time: at(3), name: 'view', channel: 'direct' },
  { person: 2, time: at(3), name: 'view', channel: 'direct' },
  { person: 3, time: at(80), name: 'ad', channel: 'social' },
  { person: 4, time: at(1), name: 'view' },
  { person: 4, time: at(40), name: 'view' },
  { person: 4, time: at(41), name: 'purchase', value: 10 },
  { person: 4, time: at(42), name: 'purchase', value: '15.50' },
  { person: 5, time: at(1), name: 'survey', properties: { csat: '1', about: 'purchase' } },
  { person: 5, time: at(2), name: 'purchase', value: 5 },
  { person: 6, time: at(2), name: 'help' },
]

type Row = {
  person: string
  started: string[]
  won: string[]
  values: string[]
  steps: number[][]
  times: string[][]
  nexts: number[][]
  first_steps: number[][]
  first_times: string[][]
  first_marks: number[][]
  felt_steps: number[][]
  felt: number[][]
  happened: number
  unplaced: number
}

const read = (of: RunsOf) =>
  warehouse.rows<Row>(sql`select toString(person) as person, started, won, values, steps, times, nexts, ended,
    first_steps, first_times, first_marks, felt_steps, felt, happened, unplaced from ${runRows(of)} order by journey_runs.person`)

async function measured(draft: JourneyDraft, events: readonly Happened[]) {
  const workspace = randomUUID()
  await happen(warehouse, workspace, events)
  await settle(warehouse, workspace)
  const measure = measureOf(draft)
  const of: RunsOf = { workspace, journey: randomUUID(), measure: measure.id }
  const runs = openRuns({ warehouse, now: () => Date.UTC(2026, 0, 1) })
  await runs.measureAll(of, measure)
  return { of, measure, runs }
}

const ms = (...times: string[]) => times.map((time) => String(Date.parse(time)))
const stepOf = ({ touchpoints }: Measure) => Object.fromEntries(touchpoints.map(({ id }, i) => [id, i + 1]))

describe('runs', () => {
  test('of a small world, written by hand', async () => {
    const { of, measure } = await measured(journey, world)
    const { ad = 0, view = 0, purchase = 0, delivery = 0 } = stepOf(measure)
    const rows = await read(of)
    expect(rows.map(({ person }) => person)).toEqual(['1', '2', '3', '4', '5'])
    expect(rows[0]).toMatchObject({
      started: ms(at(1)),
      ended: ms(at(5)),
      won: ms(at(2)),
      values: ['20'],
      steps: [[ad, view, purchase, delivery]],
      times: [ms(at(1), at(1, '10:05:00.000'), at(2), at(5))],
      nexts: [[view, ends.won, ends.none, ends.none]],
      first_steps: [[ad, view, purchase, delivery]],
      first_marks: [[1, 1, 2, 3]],
      felt_steps: [[view, delivery]],
      felt: [[0, 2]],
      happened: 7,
      unplaced: 1,
    })
    expect(rows[1]).toMatchObject({
      steps: [[view, view]],
      nexts: [[view, ends.last]],
      first_steps: [[view]],
      first_marks: [[0]],
      won: ['0'],
      values: ['0'],
      unplaced: 0,
    })
    expect(rows[2]).toMatchObject({ steps: [[ad]], started: ms(at(80)), ended: ms(at(80)), won: ['0'] })
    expect(rows[3]).toMatchObject({
      started: ms(at(1), at(40)),
      won: ['0', String(Date.parse(at(41)))],
      values: ['0', '25.5'],
      steps: [[view], [view, purchase, purchase]],
      nexts: [[ends.last], [ends.won, ends.none, ends.none]],
      first_marks: [[0], [1, 2]],
    })
    expect(rows[4]).toMatchObject({ steps: [[purchase]], won: ['0'], values: ['0'], felt: [[]], happened: 2 })
  })

  test('end at the goal where nothing follows it', async () => {
    const draft = { ...journey, touchpoints: journey.touchpoints.slice(0, 3) }
    const { of, measure } = await measured(draft, world)
    expect(measure.endsAtGoal).toBe(true)
    const { view = 0, purchase = 0 } = stepOf(measure)
    const four = (await read(of)).find(({ person }) => person === '4')
    expect(four).toMatchObject({ steps: [[view], [view, purchase], [purchase]], values: ['0', '10', '15.5'] })
  })

  const random: fc.Arbitrary<Happened[]> = fc.array(
    fc.record({
      person: fc.integer({ min: 1, max: 8 }),
      time: fc.integer({ min: 0, max: 120 }).map((day) => at(1 + day)),
      name: fc.constantFrom('ad', 'view', 'purchase', 'delivery', 'survey', 'help'),
      channel: fc.constantFrom('', 'store', 'post'),
      value: fc.constantFrom(5, 10, 20.25),
      properties: fc.record(
        { csat: fc.constantFrom('1', '4', '9'), about: fc.constantFrom('view', 'purchase', '') },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 60 },
  )

  test('of random worlds are those of a loop over the events', async () => {
    await fc.assert(
      fc.asyncProperty(random, fc.boolean(), async (events, follows) => {
        const draft = { ...journey, touchpoints: journey.touchpoints.slice(0, follows ? 4 : 3) }
        const { of, measure } = await measured(draft, events)
        const asOfMs = Date.UTC(2026, 0, 1)
        const touchpoints = measure.touchpoints.map(({ id, rule }) => ({ id, rule, phase: 1 }))
        const expected = groupBy(runsOf(events, { ...measure, touchpoints, asOfMs }), ({ person }) => person)
        const step = stepOf(measure)
        const rows = await read(of)
        expect(rows).toHaveLength(expected.size)
        for (const row of rows) {
          const runs = expected.get(Number(row.person)) ?? []
          const kept = runs.map(({ touches }) => touches.filter(({ id }) => id !== null))
          expect(row.steps).toEqual(kept.map((run) => run.map(({ id }) => step[id ?? ''])))
          expect(row.won.map((won) => won !== '0')).toEqual(runs.map(({ state }) => state === 'won'))
          expect(row.values.map(Number)).toEqual(
            runs.map(({ touches }) => touches.reduce((sum, { goal, value }) => sum + (goal ? value : 0), 0)),
          )
          const firsts = kept.map((run) => run.filter((touch, i) => run.findIndex(({ id }) => id === touch.id) === i))
          expect(row.first_steps).toEqual(firsts.map((run) => run.map(({ id }) => step[id ?? ''])))
          expect(row.first_times).toEqual(firsts.map((run) => run.map(({ time }) => String(time))))
          const felt = kept.map((run) => run.filter((touch) => touch.felt.length > 0))
          expect(row.felt_steps).toEqual(felt.map((run) => run.map(({ id }) => step[id ?? ''])))
          const means = felt.flat().map((touch) => touch.felt.reduce((sum, one) => sum + one, 0) / touch.felt.length)
          expect(row.felt.flat()).toEqual(means.map((mean) => expect.closeTo(mean, 5)))
        }
      }),
      { numRuns: 12 },
    )
  })

  test('of touched people are renewed to what a full measurement gives, and go with their events', async () => {
    const { of, measure, runs } = await measured(journey, world)
    const before = await read(of)
    const more: Happened[] = [
      { person: 2, time: at(4), name: 'purchase', value: 30 },
      { person: 6, time: at(5), name: 'ad' },
    ]
    await happen(warehouse, of.workspace, more, 100)
    await warehouse.everywhere(
      (physical) =>
        sql`alter table ${physical('events')} delete where workspace = ${p.uuid(of.workspace)} and anchor = 3`,
      { settings: { mutations_sync: 2 } },
    )
    await runs.measurePeople(of, measure, ['2', '3', '6'])
    const renewed = await read(of)
    expect(renewed.map(({ person }) => person)).toEqual(['1', '2', '4', '5', '6'])
    expect(renewed.filter(({ person }) => person === '1')).toEqual(before.filter(({ person }) => person === '1'))
    await runs.measureAll(of, measure)
    expect(await read(of)).toEqual(renewed)
    await runs.forget(of.workspace, of.journey, null)
  })

  test('of other measures and journeys are forgotten, those of the present one stay', async () => {
    const { of, measure, runs } = await measured(journey, world)
    const old = { ...of, measure: '1' }
    await runs.measureAll(old, measure)
    expect(await read(old)).toHaveLength(5)
    await runs.forget(of.workspace, of.journey, of.measure)
    expect(await read(of)).toHaveLength(5)
    await expect.poll(() => read(old), { timeout: 60_000 }).toHaveLength(0)
  })
})

test('answers are the same emotions in SQL and in JavaScript', async () => {
  const answers: [Scale, number][] = scaleNames.flatMap((scale) => {
    const { from, to } = scales[scale]
    return [from - 1, from, (from + to) / 2, from + 0.5, to, to + 1].map((answer): [Scale, number] => [scale, answer])
  })
  const workspace = randomUUID()
  await happen(
    warehouse,
    workspace,
    answers.map(([scale, answer]) => ({
      person: 1,
      time: at(1),
      name: 'survey',
      properties: { [scale]: String(answer), about: 'x' },
    })),
  )
  const rows = await warehouse.rows<{ emotion: number | null }>(sql`
    select ${emotionSql} as emotion from (select name, seq, ${answerColumns} from events where workspace = ${p.uuid(workspace)})
    order by seq`)
  rows.forEach(({ emotion }, i) => {
    const [scale = 'csat', answer = 0] = answers[i] ?? []
    const expected = emotionOf(scale, answer)
    if (expected === null) expect(emotion).toBeNull()
    else expect(emotion).toBeCloseTo(expected, 9)
  })
  expect(rows).toHaveLength(answers.length)
})

test('a rating counts where somebody gave it, not where a page shows it', async () => {
  const workspace = randomUUID()
  const rated = (name: string): Happened => ({ person: 1, time: at(1), name, properties: { rating: '5' } })
  await happen(warehouse, workspace, [rated('product_view'), rated('review_written')])
  const rows = await warehouse.rows<{ emotion: number | null }>(sql`
    select ${emotionSql} as emotion from (select name, seq, ${answerColumns} from events where workspace = ${p.uuid(workspace)})
    order by seq`)
  expect(rows.map(({ emotion }) => emotion)).toEqual([null, 2])
})
