import type { Facts } from './facts.ts'
import { compareAnchors, type Link, type Resolved } from './resolve.ts'

/** A line of the log without its number, moment and author. */
export type Happening = {
  readonly what: 'merged' | 'refused' | 'parted'
  readonly person: string
  readonly other: string
  readonly anchor: string
  readonly with_anchor: string
  readonly message: string
  readonly reason: string
}

export type Changes = {
  /** Anchors with another person than before. */
  readonly moved: readonly { readonly anchor: string; readonly person: string }[]
  readonly merged: readonly Happening[]
  readonly parted: readonly Happening[]
  readonly refused: readonly Happening[]
}

type Side = { readonly anchor: string; readonly person: string }

/** The side that belongs to the person that stays comes second. */
const happening = (
  what: Happening['what'],
  [one, other]: readonly [Side, Side],
  { message }: Pick<Link, 'message'>,
  reason: string,
): Happening => ({
  what,
  person: other.person,
  other: one.person,
  anchor: one.anchor,
  with_anchor: other.anchor,
  message,
  reason,
})

/** Which proof united which people of before, in the order of the proofs. */
function mergesOf(
  resolved: Resolved,
  oldOf: (anchor: string) => string,
  newOf: (anchor: string) => string,
): Happening[] {
  const stands = new Map<string, string>()
  const keyOf = (anchor: string): string => {
    let key = `${oldOf(anchor)} ${newOf(anchor)}`
    for (let next = stands.get(key); next !== undefined; next = stands.get(key)) key = next
    return key
  }
  const merged: Happening[] = []
  for (const link of resolved.links) {
    const [a, b] = link.pair
    const [keyA, keyB] = [keyOf(a), keyOf(b)]
    if (keyA === keyB) continue
    const person = newOf(a)
    const aStays = keyA.startsWith(`${person} `)
    const [gone, stays] = aStays ? [b, a] : [a, b]
    stands.set(keyOf(gone), keyOf(stays))
    merged.push(
      happening(
        'merged',
        [
          { anchor: gone, person: oldOf(gone) },
          { anchor: stays, person },
        ],
        link,
        link.how,
      ),
    )
  }
  return merged
}

/** People of before that are several now: each new one against the one that kept the name. */
function partsOf(anchors: Iterable<string>, oldOf: (anchor: string) => string, newOf: (anchor: string) => string) {
  const parts = new Map<string, Set<string>>()
  for (const anchor of anchors) {
    const old = oldOf(anchor)
    parts.set(old, (parts.get(old) ?? new Set()).add(newOf(anchor)))
  }
  return [...parts].flatMap(([old, people]) => {
    const stays = people.has(old) ? old : [...people].sort(compareAnchors)[0]
    if (stays === undefined || people.size === 1) return []
    return [...people]
      .filter((person) => person !== stays && person !== newOf(stays))
      .map((person) =>
        happening(
          'parted',
          [
            { anchor: person, person },
            { anchor: stays, person: newOf(stays) },
          ],
          { message: '0' },
          'unproven',
        ),
      )
  })
}

/** What resolving changed. */
export function changesOf({ kinds, before, beyond }: Facts, resolved: Resolved): Changes {
  const oldOf = (anchor: string): string => before.get(anchor) ?? anchor
  const newOf = (anchor: string): string => resolved.personOf.get(anchor) ?? anchor
  const moved = [...resolved.personOf.keys()]
    .filter((anchor) => oldOf(anchor) !== newOf(anchor))
    .map((anchor) => ({ anchor, person: newOf(anchor) }))
  const refused = [
    ...resolved.refused.map(({ link, reason }) => ({ link, reason })),
    ...beyond.filter(({ pair: [a, b] }) => newOf(a) !== newOf(b)).map((link) => ({ link, reason: 'cap' })),
  ].map(({ link, reason }) => {
    const [a, b] = link.pair
    const sides = [
      { anchor: a, person: newOf(a) },
      { anchor: b, person: newOf(b) },
    ] as const
    return happening('refused', sides, link, reason)
  })
  if (moved.length === 0) return { moved, merged: [], parted: [], refused }
  return {
    moved,
    merged: mergesOf(resolved, oldOf, newOf),
    parted: partsOf(kinds.keys(), oldOf, newOf),
    refused,
  }
}
