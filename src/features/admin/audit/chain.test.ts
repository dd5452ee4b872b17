import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkOn, type Fact, type Link, linked, unchecked } from './chain.ts'

const fact = fc.record({
  atMs: fc.integer({ min: 0, max: 2_000_000_000_000 }),
  actorKind: fc.constantFrom('user', 'local', 'customer', 'system'),
  actor: fc.string(),
  action: fc.string(),
  person: fc.option(fc.string(), { nil: null }),
  details: fc.json(),
})
const facts = fc.array(fact, { minLength: 1, maxLength: 12 })

const chained = (list: readonly Omit<Fact, 'workspace' | 'number'>[]): Link[] => {
  const links: Link[] = []
  for (const one of list) links.push(linked(links.at(-1), { ...one, workspace: 'w', number: links.length + 1 }))
  return links
}

describe('the chain', () => {
  test('is intact as it was written, however it is read', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (list, at) => {
        const links = chained(list)
        const cut = at % (links.length + 1)
        const state = checkOn(checkOn(unchecked, links.slice(0, cut)), links.slice(cut))
        expect(state).toEqual({ checked: links.length, broken: null, last: links.at(-1)?.hash })
      }),
    )
  })

  test.each(['atMs', 'actorKind', 'actor', 'action', 'person', 'details', 'number', 'workspace'] as const)(
    'shows a changed %s at its place',
    (field) => {
      fc.assert(
        fc.property(facts, fc.nat(), (list, at) => {
          const links = chained(list)
          const i = at % links.length
          const bad = links.map((link, n) =>
            n !== i
              ? link
              : { ...link, [field]: typeof link[field] === 'number' ? link[field] + 1 : `${link[field]}x` },
          )
          expect(checkOn(unchecked, bad)).toMatchObject({ broken: i + 1, checked: i })
        }),
      )
    },
  )

  test('shows a gap, a swap and an entry that was put in later', () => {
    const links = chained(
      Array.from({ length: 5 }, (_, i) => ({
        atMs: i,
        actorKind: 'user',
        actor: 'a',
        action: `${i}`,
        person: null,
        details: '{}',
      })),
    )
    const [a, b, c, d, e] = links
    if (!a || !b || !c || !d || !e) throw new Error('five links')
    expect(checkOn(unchecked, [a, c, d, e]).broken).toBe(2)
    expect(checkOn(unchecked, [a, c, b, d, e]).broken).toBe(2)
    expect(checkOn(unchecked, [a, b, { ...b, number: 3 }, d]).broken).toBe(3)
    const again = linked(b, { ...c, action: 'other' })
    expect(checkOn(unchecked, [a, b, again, d]).broken).toBe(4)
  })
})
