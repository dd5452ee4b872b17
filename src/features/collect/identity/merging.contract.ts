import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventIs } from '../../../kernel/rule.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../../admin/index.ts'
import { FlowQuestion, FunnelQuestion } from '../../insights/schema.ts'
import { openReports } from '../../insights/service.ts'
import { figuresOf, planOf } from '../../journeys/asking.ts'
import { detailOf } from '../../journeys/detail.ts'
import { type HappeningRow, happeningsSql, sampledPeopleSql } from '../../journeys/draftSql.ts'
import { measureOf } from '../../journeys/measure.ts'
import { runRows } from '../../journeys/runs.ts'
import type { Filter, Journey } from '../../journeys/schema.ts'
import { touchpoint } from '../../journeys/testing/touchpoint.ts'
import { type Happened, happen } from '../../journeys/testing/world.ts'
import { openRuns } from '../../journeys/writing.ts'
import { readCodes } from '../codes.ts'
import { pathsIn } from '../scope.ts'
import { openSettle, type Settling } from '../settle.ts'
import { membersOf } from './members.ts'
import { anchorsOfPeople, overlayRows, partsSql, personSql, withPerson, withPersonOfFew } from './overlay.ts'
import { type Decisions, pairOf, resolve } from './resolve.ts'
import { type Decided, nobodyDecided } from './resolving.ts'

type Tie = { readonly a: number; readonly b: number; readonly day: number; readonly alias?: boolean }

const moment = (day: number): string => new Date(Date.UTC(2025, 0, 1 + day, 10)).toISOString()
const kinds = ['user', 'user', 'email', 'email', 'phone', 'anonymous', 'anonymous', 'anonymous', 'anonymous'] as const
const anchors = kinds.map((_, i) => i + 1)

const settings = (id: string): Workspace => ({
  id,
  name: 'x',
  timeZone: 'UTC',
  currency: 'EUR',
  language: 'en',
  role: 'owner',
})

const journey: Journey = {
  id: randomUUID(),
  version: 1,
  changed: '',
  name: 'x',
  phaseModel: 'x',
  phases: [
    { id: 'look', name: 'Look', section: 'before' },
    { id: 'buy', name: 'Buy', section: 'purchase' },
  ],
  touchpoints: [touchpoint('ad', 'look'), touchpoint('view', 'look'), touchpoint('purchase', 'buy')],
  goal: eventIs('purchase'),
  gapDays: 20,
}
const measure = measureOf(journey)

async function tie(warehouse: Warehouse, workspace: string, ties: readonly Tie[], id = workspace): Promise<void> {
  const rows = ties.flatMap(({ a, b, day, alias }) => {
    const rest = {
      workspace,
      how: alias ? 'alias' : 'together',
      at: moment(day),
      message: '1',
      source: 'web',
      import: id,
    }
    return [
      { ...rest, anchor: String(a), other: String(b) },
      { ...rest, anchor: String(b), other: String(a) },
    ]
  })
  await warehouse.insert('edges', rows)
}

async function identify(warehouse: Warehouse, workspace: string): Promise<void> {
  const rows = kinds.map((kind, i) => ({ workspace, anchor: String(i + 1), kind, value: `v${i}`, seen: moment(0) }))
  await warehouse.insert('identities', rows)
}

const ofAnchors = (list: readonly number[]) => sql`select arrayJoin(${p.anchors(list.map(String))}) as anchor`

/** A workspace whose paths and runs follow everything that is settled, as in the product. */
function stage(warehouse: Warehouse, decided: Decided = nobodyDecided) {
  const workspace = randomUUID()
  const settlePaths = openSettle(warehouse, decided)
  const runs = openRuns({ warehouse, now: Date.now })
  const of = { workspace, journey: journey.id, measure: measure.id }

  async function settle(touched: Settling['touched']): Promise<void> {
    const { people } = await settlePaths({ workspace, touched })
    if (people === 'all') await runs.measureAll(of, measure)
    else await runs.measurePeople(of, measure, people)
  }

  async function paths() {
    const codes = await readCodes(warehouse, workspace)
    const rows = await warehouse.rows<{ person: string; times: string[]; events: number[]; values: unknown[] }>(
      sql`select toString(person) as person, times, events, values from ${pathsIn({ workspace })} order by person`,
    )
    return rows.map(({ events, ...row }) => ({ ...row, events: events.map((code) => codes.events.get(code)) }))
  }

  const measured = () =>
    warehouse.rows<{ person: string }>(sql`select toString(person) as person, started, ended, won, values, steps, times,
      nexts, first_steps, first_times, first_marks, felt_steps, felt, happened, unplaced
      from (select * from ${runRows(of)}) order by person`)

  async function everything() {
    const asOfMs = (await runs.horizon(workspace)) ?? 0
    const kept = { journey, measured: measure.id, asOfMs }
    const both: Filter = [
      { field: 'property', key: 'place', op: 'is', values: ['home'] },
      { field: 'property', key: 'place', op: 'is', values: ['shop'] },
    ]
    const ask = async (filter: Filter) => {
      const plan = await planOf(warehouse, settings(workspace), kept, { period: null, compare: null, filter })
      if (plan === null) return null
      return { figures: await figuresOf(warehouse, plan), detail: await detailOf(warehouse, plan, 'view') }
    }
    const reports = openReports(warehouse)
    const names = new Set((await paths()).flatMap(({ events }) => events))
    const steps = ['view', 'purchase'].filter((name) => names.has(name))
    return {
      all: await ask([]),
      both: await ask(both),
      funnel:
        steps.length > 1
          ? await reports.funnel(settings(workspace), FunnelQuestion.parse({ steps, by: 'place' }))
          : null,
      flow: await reports.flow(settings(workspace), FlowQuestion.parse({})),
      draft: await warehouse.rows<HappeningRow>(
        sql`select * except (event, channel) from (${happeningsSql(workspace, journey.goal, 1)}) order by all`,
      ),
      sampled: await warehouse.rows(sampledPeopleSql(workspace, 1)),
    }
  }

  return { workspace, settle, paths, measured, everything, state: async () => [await paths(), await measured()] }
}

const happened: fc.Arbitrary<Happened> = fc.record({
  person: fc.constantFrom(...anchors),
  time: fc.integer({ min: 0, max: 90 }).map(moment),
  name: fc.constantFrom('ad', 'view', 'view', 'purchase', 'other'),
  channel: fc.constantFrom('', 'social'),
  value: fc.constantFrom(5, 7.5),
  properties: fc.record({ place: fc.constantFrom('home', 'shop') }),
})
const ties: fc.Arbitrary<Tie[]> = fc.uniqueArray(
  fc
    .record({
      a: fc.constantFrom(...anchors),
      b: fc.constantFrom(...anchors),
      day: fc.integer({ min: 0, max: 5 }),
      alias: fc.constantFrom(false, false, false, true),
    })
    .filter(({ a, b }) => a !== b),
  { selector: ({ a, b, alias }) => `${pairOf(String(a), String(b))} ${alias}`, maxLength: 9 },
)
const world = fc.record({ events: fc.array(happened, { minLength: 10, maxLength: 50 }), ties })

const edgesOf = (list: readonly Tie[]) =>
  list.map(({ a, b, day, alias }) => ({
    pair: pairOf(String(a), String(b)),
    how: alias ? ('alias' as const) : ('together' as const),
    at: Date.parse(moment(day)),
    message: '1',
    source: '',
  }))

/** Merging and parting people, on whatever engine is given. */
export function mergingContract(warehouse: () => Warehouse, numRuns = 4): void {
  const known = new Map(kinds.map((kind, i) => [String(i + 1), kind as string]))
  const limits = {
    limits: { email: 5, phone: 5 },
    exclusive: ['customer', 'user'],
    blocked: new Set<string>(),
  } as const

  describe('merged people', () => {
    test('answer as if one identifier had always named them, and parted ones as if they had never been merged', {
      timeout: 300_000,
    }, async () => {
      await fc.assert(
        fc.asyncProperty(world, fc.nat(), async ({ events, ties: list }, at) => {
          const decisions: { joined: Decisions['joined']; parted: Decisions['parted'] } = { joined: [], parted: [] }
          const decided = { ...nobodyDecided, about: async () => decisions, all: async () => decisions }
          const here = stage(warehouse(), decided)
          await identify(warehouse(), here.workspace)
          await happen(warehouse(), here.workspace, events)
          await here.settle('all')
          const before = await here.state()

          await tie(warehouse(), here.workspace, list)
          await here.settle(ofAnchors(list.flatMap(({ a, b }) => [a, b])))
          const { personOf } = resolve(known, edgesOf(list), decisions, limits)
          const flat = stage(warehouse())
          const renamed = events.map((one) => ({ ...one, person: Number(personOf.get(String(one.person))) }))
          await happen(warehouse(), flat.workspace, renamed)
          await flat.settle('all')
          const merged = await here.state()
          expect(merged).toEqual(await flat.state())
          expect(await here.everything()).toEqual(await flat.everything())
          await here.settle('all')
          expect(await here.state()).toEqual(merged)

          const cut = list.filter((_, i) => i === at % Math.max(1, list.length))
          decisions.parted = cut.map(({ a, b }) => pairOf(String(a), String(b)))
          await here.settle(ofAnchors(cut.flatMap(({ a, b }) => [a, b])))
          const parted = await here.state()
          await here.settle('all')
          expect(await here.state()).toEqual(parted)
          decisions.parted = []
          await here.settle(ofAnchors(cut.flatMap(({ a, b }) => [a, b])))
          expect(await here.state()).toEqual(merged)

          decisions.parted = list.map(({ a, b }) => pairOf(String(a), String(b)))
          await here.settle(ofAnchors(anchors))
          expect(await here.state()).toEqual(before)
        }),
        { numRuns, seed: 20250115, endOnFailure: true },
      )
    })

    test('of a whole workspace are those of one identifier after the other', async () => {
      const list = Array.from(
        { length: 300 },
        (_, i): Tie => ({ a: 1 + ((i * 7) % 211), b: 1 + ((i * 31 + 3) % 211), day: i % 17 }),
      )
      const proper = list.filter(({ a, b }) => a !== b)
      const chain = Array.from({ length: 60 }, (_, i): Tie => ({ a: 1000 + i, b: 1001 + i, day: 60 - i }))
      const [whole, bit] = [stage(warehouse()), stage(warehouse())]
      const overlay = (workspace: string) =>
        warehouse().rows(
          sql`select toString(anchor) as anchor, toString(person) as person from (select * from ${overlayRows(workspace)}) order by all`,
        )
      for (const { workspace } of [whole, bit]) {
        await tie(warehouse(), workspace, [...proper, ...chain])
        await happen(warehouse(), workspace, [
          { person: 1001, time: moment(1), name: 'view' },
          { person: 1030, time: moment(2), name: 'view' },
        ])
      }
      await whole.settle('all')
      const starts = Array.from({ length: 11 }, (_, i) => Array.from({ length: 20 }, (_, j) => 1 + i * 20 + j))
      for (const start of [...starts, [1059], [1000]]) await bit.settle(ofAnchors(start))
      const found = await overlay(whole.workspace)
      expect(found.length).toBeGreaterThan(200)
      expect(await overlay(bit.workspace)).toEqual(found)
      const [path] = await whole.paths()
      expect(path).toMatchObject({ events: ['view', 'view'] })
      expect(await bit.paths()).toEqual([path])
    })

    test('have their first thousand identifiers, however many are tied to one', async () => {
      const [whole, bit] = [stage(warehouse()), stage(warehouse())]
      const crowd = Array.from({ length: 1_100 }, (_, i): Tie => ({ a: 1, b: 2_000 + i, day: i }))
      const merged = async ({ workspace }: { workspace: string }) =>
        (await warehouse().rows<{ id: string }>(partsSql(workspace, sql`true`)))
          .map(({ id }) => Number(id))
          .sort((a, b) => a - b)
      for (const one of [whole, bit]) {
        await tie(warehouse(), one.workspace, crowd)
        await warehouse().insert('identities', [
          { workspace: one.workspace, anchor: '1', kind: 'email', value: 'x', seen: moment(0) },
        ])
      }
      await whole.settle('all')
      await bit.settle(ofAnchors([3_050, 2_000]))
      expect(await merged(whole)).toEqual(crowd.slice(0, 999).map(({ b }) => b))
      expect(await merged(bit)).toEqual(await merged(whole))
    })

    test('are known by each of their anchors', async () => {
      const { workspace, settle } = stage(warehouse())
      await identify(warehouse(), workspace)
      await tie(warehouse(), workspace, [
        { a: 1, b: 6, day: 1 },
        { a: 6, b: 3, day: 2 },
      ])
      await settle(ofAnchors([6]))
      const list = (people: Parameters<typeof anchorsOfPeople>[1]) =>
        warehouse().rows(
          sql`select toString(anchor) as anchor from (${anchorsOfPeople(workspace, people)}) order by all`,
        )
      const all = ['1', '3', '6'].map((anchor) => ({ anchor }))
      expect(await list(['1'])).toEqual(all)
      expect(await list(sql`select toUInt128(1) as person`)).toEqual(all)
      expect(await list(['5'])).toEqual([{ anchor: '5' }])
      for (const [asked, person, anchors] of [
        ['6', '1', ['1', '3', '6']],
        ['1', '1', ['1', '3', '6']],
        ['5', '5', ['5']],
        ['77', '77', ['77']],
      ] as const) {
        const members = await membersOf(warehouse(), workspace, asked)
        expect([members.person, [...members.anchors].sort()]).toEqual([person, anchors])
      }
      const counted = sql`select arrayJoin(${p.anchors(['3', '5', '6'])}) as anchor, toUInt8(anchor) as hits`
      expect(
        await warehouse().rows(
          sql`select toString(person) as person, toUInt32(sum(hits)) as hits from ${withPersonOfFew(workspace, counted, sql`hits`)}
            group by person order by person`,
        ),
      ).toEqual([
        { person: '1', hits: 9 },
        { person: '5', hits: 5 },
      ])
      const three = sql`select arrayJoin(${p.anchors(['3', '5', '6'])}) as anchor`
      const people = [{ person: '1' }, { person: '5' }, { person: '1' }]
      expect(
        await warehouse().rows(
          sql`select toString(person) as person from ${withPerson(workspace, three)} order by anchor`,
        ),
      ).toEqual(people)
      expect(
        await warehouse().rows(
          sql`select toString(${personSql(workspace, sql`anchor`)}) as person from (${three}) order by anchor`,
        ),
      ).toEqual(people)
    })

    test('are parted when the import that tied them is taken away', async () => {
      const here = stage(warehouse())
      await happen(warehouse(), here.workspace, [
        { person: 1, time: moment(1), name: 'view' },
        { person: 6, time: moment(2), name: 'purchase' },
      ])
      await here.settle('all')
      const before = await here.state()
      await tie(warehouse(), here.workspace, [{ a: 1, b: 6, day: 1 }])
      await here.settle(ofAnchors([1]))
      expect(await here.paths()).toHaveLength(1)
      await warehouse().everywhere(
        (physical) => sql`delete from ${physical('edges')} where workspace = ${p.uuid(here.workspace)}`,
        { settings: { lightweight_deletes_sync: 2 } },
      )
      await here.settle('all')
      expect(await here.state()).toEqual(before)
      const log = await warehouse().rows(
        sql`select toString(what) as what, toString(anchor) as anchor from merges where workspace = ${p.uuid(here.workspace)} order by what`,
      )
      expect(log).toMatchObject([{ what: 'merged' }, { what: 'parted' }])
    })
  })
}
