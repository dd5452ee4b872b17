import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Condition, satisfies } from '../../../kernel/rule.ts'
import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { type Happened, happen } from '../../journeys/testing/world.ts'
import { pairOf } from '../identity/resolve.ts'
import { nobodyDecided } from '../identity/resolving.ts'
import { pathsIn } from '../scope.ts'
import { openSettle } from '../settle.ts'
import { openWorkspaceTurns } from '../turns.ts'
import { facetPeople, facetRows, readFacets } from './queries.ts'
import { openFacets } from './service.ts'

type Pair = readonly [number, number]

function staged(warehouse: Warehouse, { limits = { values: 5, bytes: 20 }, fewestEvents = 0 } = {}) {
  const workspace = randomUUID()
  const decisions = { joined: [] as (readonly [string, string])[], parted: [] as (readonly [string, string])[] }
  const decided = { ...nobodyDecided, about: async () => decisions, all: async () => decisions }
  const turns = openWorkspaceTurns()
  const facets = openFacets({ warehouse, turns, limits, fewestEvents })
  const settle = openSettle(warehouse, decided, Date.now, turns, facets)
  const ids = (sqlRows: Sql) =>
    warehouse.rows<{ id: string }>(sqlRows).then((rows) => rows.map(({ id }) => Number(id)).sort((a, b) => a - b))
  return {
    workspace,
    decisions,
    facets,
    settle: (anchors: readonly number[] | 'all') =>
      settle({
        workspace,
        touched: anchors === 'all' ? 'all' : sql`select arrayJoin(${p.anchors(anchors.map(String))}) as anchor`,
      }),
    async want(key: string): Promise<string | undefined> {
      facets.want(workspace, [key])
      await facets.idle()
      return (await facetRows(warehouse, workspace)).find((row) => row.key === key)?.state
    },
    /** Who satisfies a condition as the facets say, among the people with a path; null: they do not know the key. */
    async found(condition: Condition): Promise<number[] | null> {
      const key = condition.key ?? ''
      const build = (await readFacets(warehouse, workspace, [key])).ready.get(key)
      if (build === undefined) return null
      const { people, within } = facetPeople(workspace, { key, build }, condition)
      return ids(sql`select toString(person) as id from ${pathsIn({ workspace })}
        where person ${raw(within ? 'in' : 'not in')} (${people})`)
    },
    wholes: async () =>
      new Map(
        (
          await warehouse.rows<{ id: string; whole: string }>(
            sql`select toString(anchor) as id, toString(person) as whole from persons final where workspace = ${p.uuid(workspace)}`,
          )
        ).map(({ id, whole }) => [Number(id), Number(whole)]),
      ),
  }
}

const blank = { event: '', channel: '', source: '', session: '', currency: '', value: null }

/** Who satisfies a condition, event by event. */
const plain = (events: readonly Happened[], wholes: ReadonlyMap<number, number>, condition: Condition): number[] => [
  ...new Set(
    events
      .filter(({ properties = {} }) => satisfies(condition, { ...blank, properties }))
      .map(({ person }) => wholes.get(person) ?? person)
      .sort((a, b) => a - b),
  ),
]

const anchors = [1, 2, 3, 4, 5, 6]
const happened: fc.Arbitrary<Happened> = fc.record({
  person: fc.constantFrom(...anchors),
  time: fc.integer({ min: 0, max: 90 }).map((day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString()),
  name: fc.constantFrom('view', 'purchase'),
  properties: fc.oneof(
    fc.constant({}),
    fc.record({ size: fc.constantFrom('7', '12', '', 'large', "o'dd") }),
    fc.record({ other: fc.constantFrom('7', 'x') }),
  ),
})
const condition: fc.Arbitrary<Condition> = fc
  .record({
    op: fc.constantFrom('is', 'is_not', 'contains', 'starts_with', 'at_least', 'less_than', 'exists', 'missing'),
    values: fc.array(fc.constantFrom('7', '12', '', 'lar', "o'dd", '9.5'), { maxLength: 2 }),
  })
  .map((test) => ({ field: 'property', key: 'size', ...test }) as const)
const pair: fc.Arbitrary<Pair> = fc
  .tuple(fc.constantFrom(...anchors), fc.constantFrom(...anchors))
  .filter(([a, b]) => a !== b)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ events: fc.array(happened, { minLength: 1, maxLength: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ join: pair }) },
  fc.constant({ part: true as const }),
  { weight: 2, arbitrary: fc.record({ undo: fc.constantFrom(...anchors) }) },
  fc.constant({ all: true as const }),
)

const event = (person: number, size: string): Happened => ({
  person,
  time: '2025-01-01T00:00:00.000Z',
  name: 'view',
  properties: { size },
})
const is: Condition = { field: 'property', key: 'size', op: 'is', values: ['7'] }

type Stage = (options?: Parameters<typeof staged>[1]) => ReturnType<typeof staged>

/** Properties by person, on whatever engine is given. */
export function facetsContract(warehouse: () => Warehouse, numRuns = 15): void {
  const stage: Stage = (options) => staged(warehouse(), options)
  describe('values kept by person', () => {
    test('answer as a search of all events does, after every change', { timeout: 300_000 }, async () => {
      const steps = fc.array(step, { maxLength: 5 })
      const tests = fc.array(condition, { minLength: 3, maxLength: 3 })
      await fc.assert(
        fc.asyncProperty(
          fc.array(happened, { minLength: 1, maxLength: 20 }),
          steps,
          tests,
          async (first, list, asked) => {
            const here = stage()
            let events = [...first]
            let stored = first.length
            const same = async () => {
              const wholes = await here.wholes()
              for (const one of asked) expect(await here.found(one)).toEqual(plain(events, wholes, one))
            }
            await happen(warehouse(), here.workspace, first)
            await here.settle('all')
            expect(await here.want('size')).toBe('ready')
            await same()
            for (const change of list) {
              if ('events' in change) {
                await happen(warehouse(), here.workspace, change.events, stored)
                stored += change.events.length
                events = [...events, ...change.events]
                await here.settle(change.events.map(({ person }) => person))
              } else if ('join' in change) {
                here.decisions.joined.push(pairOf(String(change.join[0]), String(change.join[1])))
                await here.settle(change.join)
              } else if ('part' in change) {
                here.decisions.joined = []
                await here.settle(anchors)
              } else if ('undo' in change) {
                await warehouse().everywhere(
                  (physical) => sql`alter table ${physical('events')} delete
                where workspace = ${p.uuid(here.workspace)} and anchor = ${p.anchor(String(change.undo))} and properties['size'] != ''`,
                  { settings: { mutations_sync: 2 } },
                )
                events = events.filter(({ person, properties }) => person !== change.undo || !properties?.size)
                await here.settle([change.undo])
              } else {
                await here.settle('all')
                for (const one of asked) expect(await here.found(one)).toBeNull()
                expect(await here.want('size')).toBe('ready')
              }
              await same()
            }
          },
        ),
        { numRuns, seed: 20250601, endOnFailure: true },
      )
    })

    test('go with the last event that had one, and with the person who brought them', async () => {
      const here = stage()
      const bare = (person: number): Happened => ({ ...event(person, ''), properties: {} })
      await happen(warehouse(), here.workspace, [event(1, '7'), bare(1), event(2, '7'), bare(3)])
      await here.settle('all')
      await here.want('size')
      const missing: Condition = { ...is, op: 'missing', values: [] }
      expect([await here.found(is), await here.found(missing)]).toEqual([
        [1, 2],
        [1, 3],
      ])
      await warehouse().everywhere(
        (physical) => sql`alter table ${physical('events')} delete
        where workspace = ${p.uuid(here.workspace)} and anchor = 1 and properties['size'] != ''`,
        { settings: { mutations_sync: 2 } },
      )
      await here.settle([1])
      expect([await here.found(is), await here.found(missing)]).toEqual([[2], [1, 3]])
      here.decisions.joined.push(pairOf('2', '3'))
      await here.settle([2])
      const whole = Math.max(...(await here.wholes()).values())
      expect([await here.found(is), await here.found(missing)]).toEqual([[whole], [1, whole]])
      here.decisions.joined = []
      await here.settle([2, 3])
      expect([await here.found(is), await here.found(missing)]).toEqual([[2], [1, 3]])
    })

    test('are right although people change while they are built', async () => {
      const here = stage()
      await happen(warehouse(), here.workspace, [event(1, '7'), event(2, '8'), event(3, '8')])
      await here.settle('all')
      here.facets.want(here.workspace, ['size'])
      await happen(warehouse(), here.workspace, [event(2, '7')], 3)
      here.decisions.joined.push(pairOf('1', '3'))
      await Promise.all([here.settle([2]), here.settle([1, 3]), here.facets.idle()])
      expect(await here.found(is)).toEqual(plain([event(1, '7'), event(2, '7')], await here.wholes(), is))
    })
  })
}

/** When properties are not kept, or no longer. */
export function facetLimitsContract(warehouse: () => Warehouse): void {
  const stage: Stage = (options) => staged(warehouse(), options)
  describe('values kept by person', () => {
    test('are given up where they are long or many, then and later', async () => {
      const long = stage()
      await happen(warehouse(), long.workspace, [event(1, 'x'.repeat(21))])
      await long.settle('all')
      expect(await long.want('size')).toBe('unfit')
      expect(await readFacets(warehouse(), long.workspace, ['size'])).toEqual({ ready: new Map(), missing: [] })
      const many = stage()
      await happen(
        warehouse(),
        many.workspace,
        [1, 2, 3, 4, 5].map((n) => event(1, String(n))),
      )
      await many.settle('all')
      expect(await many.want('size')).toBe('ready')
      await happen(warehouse(), many.workspace, [event(1, '6')], 5)
      await many.settle([1])
      expect(await many.found(is)).toBeNull()
      await many.settle('all')
      expect((await readFacets(warehouse(), many.workspace, ['size'])).missing).toEqual(['size'])
    })

    test('are not kept for few events, nor while somebody is being erased, and the oldest of many go', async () => {
      const few = stage({ fewestEvents: 10 })
      await happen(warehouse(), few.workspace, [event(1, '7')])
      await few.settle('all')
      expect(await few.want('size')).toBeUndefined()
      const here = stage()
      await happen(warehouse(), here.workspace, [event(1, '7')])
      await here.settle('all')
      for (let i = 0; i <= 20; i++) expect(await here.want(i === 0 ? 'size' : `key${i}`)).toBe('ready')
      const states = (await facetRows(warehouse(), here.workspace)).filter(({ state }) => state === 'ready')
      expect(states).toHaveLength(20)
      expect(await here.found(is)).toBeNull()
      expect(await here.want('size')).toBe('ready')
      await here.facets.without(here.workspace, async () => {
        expect(await here.want('size')).toBe('dropped')
        const [left] = await warehouse().rows<{ n: number }>(
          sql`select toUInt32(count()) as n from facets where workspace = ${p.uuid(here.workspace)}`,
        )
        expect(left?.n).toBe(0)
      })
      expect(await here.want('size')).toBe('ready')
      expect(await here.found(is)).toEqual([1])
    })
  })
}
