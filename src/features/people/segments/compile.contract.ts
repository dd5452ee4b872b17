import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  consentPurposes,
  consentStates,
  identifiersKnown,
  type PersonFacts,
  type PersonRule,
  personSatisfies,
  type SegmentRules,
} from '../../../kernel/personRule.ts'
import type { Rule, RuleEvent } from '../../../kernel/rule.ts'
import { join, p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { openSettle, overlayRows, pathRows, readCodes } from '../../collect/index.ts'
import { identifierKinds } from '../../collect/schema.ts'
import { ConsentState, purposes } from '../consent/schema.ts'
import { stateOf } from '../consent/state.ts'
import { toTraits } from '../traits/traits.ts'
import { personCondition } from './compile.ts'

const anchors = 9
const day = 86_400_000
const origin = Date.UTC(2026, 2, 1)
const nowMs = origin + 30 * day
const iso = (ms: number) => new Date(ms).toISOString()

type Happening = RuleEvent & { readonly anchor: number; readonly timeMs: number }
type Said = {
  readonly anchor: number
  readonly key: string
  readonly value: string
  readonly source: string
  readonly atMs: number
}
type Decided = {
  readonly anchor: number
  readonly purpose: (typeof consentPurposes)[number]
  readonly state: 'granted' | 'denied' | 'withdrawn' | 'objected'
  readonly imported: boolean
  readonly expiresMs: number | null
}
type World = {
  readonly events: readonly Happening[]
  readonly said: readonly Said[]
  readonly decided: readonly Decided[]
  readonly kinds: readonly ('customer' | 'email' | 'anonymous')[]
  readonly joined: readonly (readonly [number, number])[]
  readonly listed: readonly number[]
}

const anchor = fc.integer({ min: 1, max: anchors })
const timeMs = fc.integer({ min: 0, max: 29 * 24 }).map((hour) => origin + hour * 3_600_000)
const name = fc.constantFrom('visit', 'purchase', 'Ä')
const channel = fc.constantFrom('', 'store', 'email')
const city = fc.constantFrom('Köln', 'Ulm', '12', '')
const happening: fc.Arbitrary<Happening> = fc.record({
  anchor,
  timeMs,
  event: name,
  channel,
  source: fc.constantFrom('web', 'till'),
  session: fc.constant(''),
  currency: fc.constantFrom('', 'EUR'),
  value: fc.option(fc.constantFrom(0, 5, 12.5, -3)),
  properties: fc.dictionary(fc.constantFrom('nps', 'plan'), fc.constantFrom('3', '9', 'gold'), { maxKeys: 2 }),
})
const world: fc.Arbitrary<World> = fc.record({
  events: fc.array(happening, { minLength: 12, maxLength: 40 }),
  said: fc.array(
    fc.record({
      anchor,
      key: fc.constantFrom('city', 'company'),
      value: city,
      source: fc.constantFrom('web', 'crm', 'staff'),
      atMs: timeMs,
    }),
    { maxLength: 20 },
  ),
  decided: fc.array(
    fc.record({
      anchor,
      purpose: fc.constantFrom('newsletter' as const, 'phone' as const),
      state: fc.constantFrom(
        'granted' as const,
        'granted' as const,
        'denied' as const,
        'withdrawn' as const,
        'objected' as const,
      ),
      imported: fc.boolean(),
      expiresMs: fc.option(fc.constantFrom(nowMs - day, nowMs + day)),
    }),
    { maxLength: 20 },
  ),
  kinds: fc.array(fc.constantFrom('customer' as const, 'email' as const, 'anonymous' as const), {
    minLength: anchors,
    maxLength: anchors,
  }),
  joined: fc.array(
    fc.tuple(anchor, anchor).filter(([a, b]) => a !== b),
    { maxLength: 3 },
  ),
  listed: fc.uniqueArray(anchor, { maxLength: 4 }),
})

const list = randomUUID()
const buyers = randomUUID()
const outer = randomUUID()
const segments: SegmentRules = new Map<string, PersonRule | null>([
  [list, null],
  [buyers, { did: { field: 'event', op: 'is', values: ['purchase'] }, times: { op: 'at_least', n: 1 }, within: null }],
  [outer, { all: [{ segment: buyers }, { not: { segment: list } }] }],
])

const eventRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    field: fc.constant('event' as const),
    op: fc.constantFrom('is' as const, 'is_not' as const),
    values: fc.array(name, { maxLength: 2 }),
  }),
  fc.record({
    field: fc.constant('channel' as const),
    op: fc.constantFrom('is' as const, 'contains' as const, 'missing' as const),
    values: fc.array(channel, { maxLength: 1 }),
  }),
  fc.record({
    field: fc.constant('value' as const),
    op: fc.constantFrom('at_least' as const, 'exists' as const, 'is' as const),
    values: fc.array(fc.constantFrom('5', '12.5'), { maxLength: 1 }),
  }),
  fc.record({
    field: fc.constant('property' as const),
    key: fc.constant('nps'),
    op: fc.constantFrom('at_most' as const, 'exists' as const),
    values: fc.array(fc.constant('6'), { minLength: 1, maxLength: 1 }),
  }),
  fc.record({
    field: fc.constant('source' as const),
    op: fc.constant('is' as const),
    values: fc.array(fc.constant('till'), { minLength: 1, maxLength: 1 }),
  }),
)
const joinedRule: fc.Arbitrary<Rule> = fc.oneof(
  eventRule,
  fc.record({ all: fc.array(eventRule, { maxLength: 2 }) }),
  fc.record({ any: fc.array(eventRule, { maxLength: 2 }) }),
  fc.record({ not: eventRule }),
)
const days = fc.constantFrom('2026-03-01', '2026-03-10', '2026-03-29', '2026-03-30')
const leaf: fc.Arbitrary<PersonRule> = fc.oneof(
  fc.record({
    did: joinedRule,
    times: fc.record({
      op: fc.constantFrom('at_least' as const, 'at_most' as const, 'exactly' as const),
      n: fc.nat(3),
    }),
    within: fc.oneof(
      fc.constant(null),
      fc.record({ days: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ from: days, to: days }),
    ),
  }),
  fc.record({
    trait: fc.constantFrom('city', 'company', 'never'),
    op: fc.constantFrom(
      'is' as const,
      'is_not' as const,
      'contains' as const,
      'starts_with' as const,
      'exists' as const,
      'missing' as const,
      'at_least' as const,
    ),
    values: fc.array(city, { maxLength: 2 }),
  }),
  fc.record({
    identifier: fc.constantFrom('customer' as const, 'email' as const, 'phone' as const),
    known: fc.boolean(),
  }),
  fc.record({ segment: fc.constantFrom(list, buyers, outer) }),
  fc.record({
    consent: fc.constantFrom('newsletter' as const, 'phone' as const),
    state: fc.constantFrom(...consentStates),
  }),
)
const rule: fc.Arbitrary<PersonRule> = fc.letrec<{ rule: PersonRule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
})).rule

const decisionTime = (i: number): number => origin + i * 1_000

/** Stores a world and lets it settle. */
async function build(
  warehouse: Warehouse,
  workspace: string,
  { events, said, decided, kinds, joined, listed }: World,
): Promise<void> {
  const rows = events.map(({ event, anchor: who, timeMs: at, value, ...rest }, i) => ({
    ...rest,
    workspace,
    anchor: String(who),
    anchor2: '0',
    message: String(i + 1),
    seq: i,
    name: event,
    time: iso(at),
    raw_time: iso(at),
    value: value === null ? null : value.toFixed(4),
    import: workspace,
    received: iso(at),
  }))
  await warehouse.insert('events', rows)
  const pairs = joined.flatMap(([a, b], i) => [[a, b, i] as const, [b, a, i] as const])
  const edges = pairs.map(([a, b, i]) => ({
    workspace,
    anchor: String(a),
    other: String(b),
    how: 'together',
    at: iso(origin + i),
    message: String(i),
    source: 'web',
    import: workspace,
  }))
  const named = kinds.map((kind, i) => ({
    workspace,
    anchor: String(i + 1),
    kind,
    value: `${kind}-${i}`,
    seen: '2026-03-01 00:00:00',
  }))
  const traits = said.map(({ atMs, anchor: who, ...rest }) => ({
    ...rest,
    workspace,
    anchor: String(who),
    at: iso(atMs),
    import: workspace,
  }))
  const consents = decided.map(({ anchor: who, imported, expiresMs, ...rest }, i) => ({
    ...rest,
    workspace,
    anchor: String(who),
    basis: 'consent',
    wording: '',
    at: iso(decisionTime(i)),
    proof: '{}',
    expires: expiresMs === null ? null : iso(expiresMs),
    source: imported ? 'import' : 'web',
    import: '00000000-0000-0000-0000-000000000000',
  }))
  const members = listed.map((who) => ({ workspace, segment: list, anchor: String(who), listed: 1, version: '1' }))
  const tables = { edges, identities: named, traits, consents, segment_members: members }
  for (const [table, all] of Object.entries(tables)) if (all.length > 0) await warehouse.insert(table, all)
  await openSettle(warehouse)({ workspace, touched: 'all' })
}

/** Of sources that speak at one moment the order is left open: those of the smallest name and value stand, as in SQL. */
function traitsOf(said: readonly Said[]): Record<string, string> {
  const statements = [...said]
    .sort((a, b) => (a.value < b.value ? -1 : 1))
    .map(({ atMs, ...rest }) => ({ ...rest, at: iso(atMs) }))
  return Object.fromEntries(toTraits(statements).map(({ key, value }) => [key, value]))
}

const clock = (events: readonly Happening[]) => ({
  asOfMs: Math.min(nowMs, Math.max(...events.map((one) => one.timeMs))),
  timeZone: 'Europe/Berlin',
})

function plainFacts(world_: World, whole: (anchor: number) => number): Map<number, PersonFacts> {
  const { events, said, decided, kinds, listed } = world_
  const people = new Set(events.map((one) => whole(one.anchor)))
  const plain = [...people].map((person): [number, PersonFacts] => {
    const mine = <T extends { readonly anchor: number }>(all: readonly T[]) =>
      all.filter((one) => whole(one.anchor) === person)
    const decisions = decided.map((one, i) => ({ ...one, i })).filter((one) => whole(one.anchor) === person)
    const states = decisions.map(({ purpose, state, imported, expiresMs, i }) => ({
      purpose,
      state,
      imported,
      counts: true,
      basis: '',
      wording: '',
      at: iso(decisionTime(i)),
      expires: expiresMs === null ? null : iso(expiresMs),
      source: '',
      proof: {},
    }))
    return [
      person,
      {
        events: mine(events),
        traits: traitsOf(mine(said)),
        identifiers: new Set(kinds.filter((_, i) => whole(i + 1) === person)),
        segments: new Set(listed.some((one) => whole(one) === person) ? [list] : []),
        consents: Object.fromEntries(consentPurposes.map((one) => [one, stateOf(states, one, nowMs).state])),
      },
    ]
  })
  const at = clock(events)
  const derived = (facts: PersonFacts): PersonFacts => {
    const found = new Set(facts.segments)
    for (const id of [buyers, outer]) {
      const meant = segments.get(id)
      if (meant && personSatisfies(meant, { ...facts, segments: found }, at)) found.add(id)
    }
    return { ...facts, segments: found }
  }
  return new Map(plain.map(([person, facts]) => [person, derived(facts)]))
}

/** Rules over people, on whatever engine is given. */
export function compileContract(warehouse: () => Warehouse, numRuns = 8): void {
  test('the words of rules are those of the features that own them', () => {
    expect(identifiersKnown).toEqual(identifierKinds)
    expect(consentPurposes).toEqual(purposes)
    expect([...consentStates].sort()).toEqual([...ConsentState.options].sort())
  })

  test('the SQL of a rule over people and its predicate agree on everybody', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(rule, { minLength: 12, maxLength: 12 }), async (random, rules) => {
        const workspace = randomUUID()
        await build(warehouse(), workspace, random)
        const overlay = await warehouse().rows<{ anchor: string; person: string }>(
          sql`select toString(anchor) as anchor, toString(person) as person from ${overlayRows(workspace)}`,
        )
        const wholes = new Map(overlay.map((row) => [Number(row.anchor), Number(row.person)]))
        const facts = plainFacts(random, (one) => wholes.get(one) ?? one)
        const compiling = {
          workspace,
          clock: clock(random.events),
          nowMs,
          codes: await readCodes(warehouse(), workspace),
          segments,
        }
        const rows = await warehouse().rows<{ person: string; held: number[] }>(sql`
        select toString(person) as person,
          [${join(rules.map((one) => sql`toUInt8(${personCondition(one, compiling)})`))}] as held
        from ${pathRows({ workspace })}`)
        expect(rows).toHaveLength(facts.size)
        for (const { person, held } of rows) {
          const known = facts.get(Number(person))
          if (!known) throw new Error(`Nobody expected ${person}`)
          const plain = rules.map((one) => (personSatisfies(one, known, compiling.clock) ? 1 : 0))
          expect(held).toEqual(plain)
        }
      }),
      { numRuns, seed: 4870, endOnFailure: true },
    )
  }, 240_000)

  test('hostile words stay data', async () => {
    const workspace = randomUUID()
    const hostile = "x') OR 1=1 --"
    const event: Happening = {
      anchor: 1,
      timeMs: origin,
      event: hostile,
      channel: '',
      source: '',
      session: '',
      currency: '',
      value: null,
      properties: { [hostile]: hostile },
    }
    await build(warehouse(), workspace, {
      events: [event, { ...event, anchor: 2, event: 'visit', properties: {} }],
      said: [],
      decided: [],
      kinds: [],
      joined: [],
      listed: [],
    })
    const compiling = {
      workspace,
      clock: clock([event]),
      nowMs,
      codes: await readCodes(warehouse(), workspace),
      segments,
    }
    const who = (one: PersonRule) =>
      warehouse().rows(
        sql`select toString(person) as person from ${pathRows({ workspace })} and ${personCondition(one, compiling)}`,
      )
    const did = (field: Rule): PersonRule => ({ did: field, times: { op: 'at_least', n: 1 }, within: null })
    expect(await who(did({ field: 'event', op: 'is', values: [hostile] }))).toEqual([{ person: '1' }])
    expect(await who(did({ field: 'property', key: hostile, op: 'is', values: [hostile] }))).toEqual([{ person: '1' }])
    expect(await who({ trait: 'city', op: 'is', values: [hostile] })).toEqual([])
  })

  test('another workspace has no part in it', async () => {
    const [workspace, other] = [randomUUID(), randomUUID()]
    const event: Happening = {
      anchor: 1,
      timeMs: origin,
      event: 'visit',
      channel: '',
      source: '',
      session: '',
      currency: '',
      value: null,
      properties: {},
    }
    const random: World = { events: [event], said: [], decided: [], kinds: [], joined: [], listed: [1] }
    await build(warehouse(), workspace, random)
    await build(warehouse(), other, { ...random, listed: [] })
    const count = async (of: string) => {
      const compiling = {
        workspace: of,
        clock: clock([event]),
        nowMs,
        codes: await readCodes(warehouse(), of),
        segments,
      }
      const rows = await warehouse().rows(sql`select toString(person) as person from ${pathRows({ workspace: of })}
      and ${personCondition({ segment: list }, compiling)} and workspace = ${p.uuid(of)}`)
      return rows.length
    }
    expect([await count(workspace), await count(other)]).toEqual([1, 0])
  })
}
