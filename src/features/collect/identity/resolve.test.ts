import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { restOf } from './parting.ts'
import { type Decisions, type Edge, type Limits, type Pair, pairOf, resolve } from './resolve.ts'
import { mostIdentifiers, usualRules } from './schema.ts'

const nothing: Decisions = { joined: [], parted: [] }
const usual: Limits = { ...usualRules, blocked: new Set() }
const lax: Limits = { limits: {}, exclusive: [], blocked: new Set() }
const edge = (a: string, b: string, at: number, how: Edge['how'] = 'together'): Edge => {
  return { pair: pairOf(a, b), at, how, message: '1', source: '' }
}
const kindsOf = (kinds: Record<string, string>) => new Map(Object.entries(kinds))

const names = Array.from({ length: 12 }, (_, i) => String(i + 1))
const anchor = fc.constantFrom(...names)
const pair: fc.Arbitrary<Pair> = fc
  .tuple(anchor, anchor)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => pairOf(a, b))
const edges: fc.Arbitrary<Edge[]> = fc.uniqueArray(
  fc.record({
    pair,
    how: fc.constantFrom<Edge['how'][]>('together', 'together', 'together', 'alias'),
    at: fc.integer({ min: 0, max: 6 }),
    message: fc.constant('1'),
    source: fc.constant(''),
  }),
  { selector: ({ pair: ends, how }) => `${ends} ${how}`, maxLength: 30 },
)
const kinds = fc
  .tuple(...names.map(() => fc.constantFrom('customer', 'user', 'email', 'phone', 'anonymous', 'anonymous', '')))
  .map((list) => new Map(names.map((name, i) => [name, list[i] ?? ''])))
const pairs = (maxLength: number) => fc.uniqueArray(pair, { selector: String, maxLength })

/** Sets of anchors, each sorted, in order. */
const setsOf = (personOf: ReadonlyMap<string, string>): string[][] => {
  const sets = new Map<string, string[]>()
  for (const [one, person] of personOf) sets.set(person, [...(sets.get(person) ?? []), one])
  return [...sets.values()].map((list) => list.sort()).sort((a, b) => (String(a) < String(b) ? -1 : 1))
}

/** The same by lists that are copied together, one proof after the other. */
function plainSets(
  known: ReadonlyMap<string, string>,
  list: readonly Edge[],
  { joined, parted }: Decisions,
  rules: Limits,
) {
  let sets = [...known.keys()].map((one) => [one])
  const setOf = (one: string) => sets.find((set) => set.includes(one)) ?? []
  const unite = (a: string, b: string, may: (united: string[]) => boolean) => {
    const [x, y] = [setOf(a), setOf(b)]
    const united = [...x, ...y]
    const apart = parted.some(([p, q]) => united.includes(p) && united.includes(q))
    if (x === y || apart || rules.blocked.has(a) || rules.blocked.has(b) || !may(united)) return
    sets = [...sets.filter((set) => set !== x && set !== y), united]
  }
  const number = (one: string) => Number(one)
  const byPair = (x: Pair, y: Pair) => number(x[0]) - number(y[0]) || number(x[1]) - number(y[1])
  for (const [a, b] of [...joined].sort(byPair)) unite(a, b, () => true)
  const sorted = [...list].sort((x, y) => x.at - y.at || byPair(x.pair, y.pair) || (x.how < y.how ? -1 : 1))
  for (const {
    pair: [a, b],
    how,
  } of sorted) {
    unite(a, b, (united) => {
      const [x, y] = [setOf(a), setOf(b)]
      const has = (set: string[], kind: string) => set.some((one) => known.get(one) === kind)
      const both = rules.exclusive.some((kind) => has(x, kind) && has(y, kind))
      const full = Object.entries(rules.limits).some(
        ([kind, most]) =>
          !rules.exclusive.some((one) => one === kind) &&
          has(x, kind) &&
          has(y, kind) &&
          united.filter((one) => known.get(one) === kind).length > most,
      )
      return !(both && how === 'together') && !full
    })
  }
  return sets.map((set) => set.sort()).sort((a, b) => (String(a) < String(b) ? -1 : 1))
}

const rules: fc.Arbitrary<Limits> = fc.record({
  limits: fc.record({ email: fc.integer({ min: 1, max: 3 }), anonymous: fc.integer({ min: 1, max: 4 }) }),
  exclusive: fc.subarray(['customer', 'user'] as const),
  blocked: fc.subarray(names, { maxLength: 2 }).map((list) => new Set(list)),
})

describe('people are', () => {
  test('those of a plain union-find, whatever is proved, decided and ruled', () => {
    fc.assert(
      fc.property(kinds, edges, pairs(3), pairs(5), rules, (known, list, joined, parted, limits) => {
        const decisions = { joined, parted }
        expect(setsOf(resolve(known, list, decisions, limits).personOf)).toEqual(
          plainSets(known, list, decisions, limits),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('without rules the connected components of what is proved', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const known = new Map(names.map((one) => [one, '']))
        const { refused, personOf } = resolve(known, list, nothing, lax)
        expect(refused).toEqual([])
        expect(setsOf(personOf)).toEqual(plainSets(known, list, nothing, lax))
        for (const {
          pair: [a, b],
        } of list)
          expect(personOf.get(a)).toBe(personOf.get(b))
      }),
    )
  })

  test('the same in whatever order the proofs arrived', () => {
    const shuffled = edges.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    )
    fc.assert(
      fc.property(kinds, shuffled, pairs(3), (known, [one, other], parted) => {
        const backwards = new Map([...known].reverse())
        const [here, there] = [
          resolve(known, one, { joined: [], parted }, usual),
          resolve(backwards, other, { joined: [], parted: [...parted].reverse() }, usual),
        ]
        expect([...there.personOf].sort()).toEqual([...here.personOf].sort())
        expect(there.refused).toEqual(here.refused)
      }),
    )
  })

  test('after a decision is taken back those of before, and a parted pair is as if nothing had ever tied it', () => {
    fc.assert(
      fc.property(kinds, edges, pairs(3), pairs(4), (known, list, joined, parted) => {
        const never = resolve(known, list, nothing, usual).personOf
        resolve(known, list, { joined, parted }, usual)
        expect(resolve(known, list, nothing, usual).personOf).toEqual(never)
        const { personOf } = resolve(known, list, { joined: [], parted }, usual)
        for (const [a, b] of parted) expect(personOf.get(a)).not.toBe(personOf.get(b))
        const untied = list.filter(({ pair: ends }) => personOf.get(ends[0]) === personOf.get(ends[1]))
        expect(resolve(known, untied, nothing, usual).personOf).toEqual(personOf)
      }),
    )
  })
})

describe('a person', () => {
  test('is named by the strongest kind, then by what was tied first, then by the smallest', () => {
    const known = kindsOf({ '5': 'anonymous', '6': 'anonymous', '7': 'email', '20': 'anonymous', '3': 'anonymous' })
    const { personOf } = resolve(known, [edge('5', '7', 1), edge('6', '20', 4), edge('3', '20', 3)], nothing, usual)
    expect(personOf.get('5')).toBe('7')
    expect(personOf.get('6')).toBe('3')
  })

  test('shares no device with another user, unless one is declared to be the other or somebody says so', () => {
    const known = kindsOf({ '1': 'user', '2': 'user', '9': 'anonymous' })
    const device = [edge('1', '9', 1), edge('2', '9', 2)]
    const { personOf, refused } = resolve(known, device, nothing, usual)
    expect([...personOf]).toEqual([
      ['1', '1'],
      ['2', '2'],
      ['9', '1'],
    ])
    expect(refused).toMatchObject([{ link: { pair: ['2', '9'] }, reason: 'exclusive' }])
    const alias = resolve(known, [...device, edge('1', '2', 3, 'alias')], nothing, usual)
    expect(new Set(alias.personOf.values())).toEqual(new Set(['1']))
    expect(alias.refused).toEqual([])
    const said = resolve(known, device, { joined: [['1', '2']], parted: [] }, usual)
    expect(new Set(said.personOf.values()).size).toBe(1)
  })

  test('has no more identifiers of a kind than the rules allow', () => {
    const emails = Array.from({ length: 7 }, (_, i) => String(100 + i))
    const known = new Map([['1', 'user'], ...emails.map((one) => [one, 'email'] as const)])
    const list = emails.map((one, i) => edge('1', one, i))
    const { personOf, refused } = resolve(known, list, nothing, usual)
    expect(emails.filter((one) => personOf.get(one) === '1')).toEqual(emails.slice(0, 5))
    expect(refused.map(({ reason }) => reason)).toEqual(['limit', 'limit'])
  })

  test('never has more than 1,000 identifiers', () => {
    const devices = Array.from({ length: mostIdentifiers + 20 }, (_, i) => String(1000 + i))
    const known = new Map([['1', 'user'], ...devices.map((one) => [one, 'anonymous'] as const)])
    const list = devices.map((one, i) => edge('1', one, i))
    const { personOf, refused } = resolve(known, list, nothing, usual)
    expect([...personOf.values()].filter((person) => person === '1')).toHaveLength(mostIdentifiers)
    expect(refused).toHaveLength(21)
    expect(refused[0]?.reason).toBe('cap')
  })

  test('is not tied by what names nobody, nor by what somebody parted', () => {
    const known = kindsOf({ '1': 'user', '2': 'email', '3': 'phone' })
    const list = [edge('1', '2', 1), edge('2', '3', 2)]
    const blocked = resolve(known, list, nothing, { ...usual, blocked: new Set(['2']) })
    expect(setsOf(blocked.personOf)).toHaveLength(3)
    const parted = resolve(known, [...list, edge('1', '3', 3)], { joined: [], parted: [['1', '2']] }, usual)
    expect(setsOf(parted.personOf)).toEqual([['1'], ['2', '3']])
    expect(parted.refused.map(({ reason }) => reason)).toEqual(['parted', 'parted'])
  })

  test('keeps what is tied to it without the identifier that leaves', () => {
    const { links } = resolve(new Map(), [edge('1', '2', 1), edge('2', '3', 2), edge('1', '4', 3)], nothing, lax)
    expect(restOf(['1', '2', '3', '4'], links, '1', '2')).toEqual(['1', '4'])
    expect(restOf(['1', '2', '3', '4'], links, '1', '1')).toEqual(['2', '3', '4'])
  })
})
