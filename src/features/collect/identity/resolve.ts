import { type IdentifierKind, identifierKinds } from '../schema.ts'
import { openGroups } from './groups.ts'
import { mostIdentifiers, type RefusalReason } from './schema.ts'

/** Anchors are decimal texts; a pair stands in the order `precedes` gives. */
export type Pair = readonly [string, string]

/** That two identifiers are one person, and when that was first said (ms since 1970). */
export type Edge = {
  readonly pair: Pair
  /** `unproven`: a browser saw them together and proved nothing. */
  readonly how: 'together' | 'alias' | 'unproven'
  readonly at: number
  readonly message: string
  readonly source: string
}

export type Decisions = { readonly joined: readonly Pair[]; readonly parted: readonly Pair[] }

export type Limits = {
  readonly limits: Readonly<Partial<Record<IdentifierKind, number>>>
  readonly exclusive: readonly IdentifierKind[]
  /** Anchors of identifiers that name nobody. */
  readonly blocked: ReadonlySet<string>
}

export type Link = Omit<Edge, 'how'> & { readonly how: Edge['how'] | 'decision' }
export type Refusal = { readonly link: Link; readonly reason: RefusalReason }

export type Resolved = {
  /** The person of every anchor. */
  readonly personOf: ReadonlyMap<string, string>
  /** What made people of identifiers, in the order in which it counted. */
  readonly links: readonly Link[]
  /** What was not believed and still lies between two people. */
  readonly refused: readonly Refusal[]
}

/** The order of numbers, for decimal texts. */
export const compareAnchors = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

export const pairOf = (a: string, b: string): Pair => (compareAnchors(a, b) <= 0 ? [a, b] : [b, a])

const comparePairs = (a: Pair, b: Pair): number => compareAnchors(a[0], b[0]) || compareAnchors(a[1], b[1])

/**
 * Decisions come first, then proofs in the order of time; those of one moment in the order of their anchors. What nobody
 * proved comes last, so that it changes nothing of what the others say.
 */
function inOrder(edges: readonly Edge[], { joined }: Decisions): Link[] {
  const decided = [...joined]
    .sort(comparePairs)
    .map((pair): Link => ({ pair, how: 'decision', at: Number.NEGATIVE_INFINITY, message: '0', source: '' }))
  const proved = [...edges].sort(
    (a, b) =>
      Number(a.how === 'unproven') - Number(b.how === 'unproven') ||
      a.at - b.at ||
      comparePairs(a.pair, b.pair) ||
      (a.how < b.how ? -1 : a.how > b.how ? 1 : 0),
  )
  return [...decided, ...proved]
}

const kindNames: readonly string[] = identifierKinds
const kindCount = identifierKinds.length

/** Identifiers as numbers in groups, and what the rules say about uniting two groups. */
function openPeople(
  anchors: readonly string[],
  kinds: ReadonlyMap<string, string>,
  decisions: Decisions,
  rules: Limits,
) {
  const numbers = new Map(anchors.map((anchor, i) => [anchor, i]))
  const numberOf = (anchor: string): number => numbers.get(anchor) ?? -1
  const groups = openGroups(anchors.length)
  const counts = new Int32Array(anchors.length * kindCount)
  anchors.forEach((anchor, i) => {
    const kind = kindNames.indexOf(kinds.get(anchor) ?? '')
    if (kind >= 0) counts[i * kindCount + kind] = 1
  })
  const count = (root: number, kind: number): number => counts[root * kindCount + kind] ?? 0
  const foes = new Map<number, number[]>()
  for (const [a, b] of decisions.parted.map((pair) => pair.map(numberOf))) {
    if (a === undefined || b === undefined || a < 0 || b < 0) continue
    foes.set(a, [...(foes.get(a) ?? []), b])
    foes.set(b, [...(foes.get(b) ?? []), a])
  }
  const isKnown = (root: number): boolean =>
    identifierKinds.some((kind, i) => kind !== 'anonymous' && count(root, i) > 0)
  const exclusive = identifierKinds.map((kind) => rules.exclusive.includes(kind))
  const limits = identifierKinds.map((kind) => rules.limits[kind] ?? mostIdentifiers)

  function areParted(a: number, b: number): boolean {
    const [ofA, ofB] = [foes.get(a) ?? [], foes.get(b) ?? []]
    const [list, root] = ofA.length <= ofB.length ? [ofA, b] : [ofB, a]
    return list.some((foe) => groups.rootOf(foe) === root)
  }

  /** Null where nothing speaks against it. */
  function objection(a: number, b: number, how: Link['how']): RefusalReason | null {
    if (areParted(a, b)) return 'parted'
    if (groups.sizeOf(a) + groups.sizeOf(b) > mostIdentifiers) return 'cap'
    if (how === 'decision') return null
    if (how === 'unproven' && isKnown(a) && isKnown(b)) return 'unproven'
    for (let kind = 0; kind < kindCount; kind++) {
      const [ofA, ofB] = [count(a, kind), count(b, kind)]
      if (ofA === 0 || ofB === 0) continue
      if (exclusive[kind]) {
        if (how !== 'alias') return 'exclusive'
      } else if (ofA + ofB > (limits[kind] ?? mostIdentifiers)) return 'limit'
    }
    return null
  }

  return {
    rootOf: (anchor: string): number => groups.rootOf(numberOf(anchor)),
    objection,
    unite(a: number, b: number): void {
      const [kept, gone] = groups.unite(a, b)
      for (let kind = 0; kind < kindCount; kind++) {
        counts[kept * kindCount + kind] = count(kept, kind) + count(gone, kind)
      }
      const more = foes.get(gone)
      if (more) foes.set(kept, [...(foes.get(kept) ?? []), ...more])
    },
  }
}

const rankOf = (kind: string | undefined): number => {
  const rank = kindNames.indexOf(kind ?? '')
  return rank < 0 ? kindCount : rank
}

/** The identifier that names a person: of the strongest kind, the first that was tied to another, the smallest. */
function namesOf(
  anchors: readonly string[],
  kinds: ReadonlyMap<string, string>,
  links: readonly Link[],
  rootOf: (anchor: string) => number,
): ReadonlyMap<number, string> {
  const first = new Map<string, number>()
  for (const { pair, at, how } of links) {
    if (how === 'decision' || how === 'unproven') continue
    for (const anchor of pair) first.set(anchor, Math.min(at, first.get(anchor) ?? Number.POSITIVE_INFINITY))
  }
  const ranks = new Map(anchors.map((anchor) => [anchor, rankOf(kinds.get(anchor))]))
  const before = (a: string, b: string): boolean => {
    const byKind = (ranks.get(a) ?? kindCount) - (ranks.get(b) ?? kindCount)
    if (byKind !== 0) return byKind < 0
    const [atA, atB] = [first.get(a), first.get(b)]
    if (atA !== atB) return (atA ?? Number.POSITIVE_INFINITY) < (atB ?? Number.POSITIVE_INFINITY)
    return compareAnchors(a, b) < 0
  }
  const names = new Map<number, string>()
  for (const anchor of anchors) {
    const root = rootOf(anchor)
    const named = names.get(root)
    if (named === undefined || before(anchor, named)) names.set(root, anchor)
  }
  return names
}

/**
 * Who is whom: identifiers are one person where a chain of proofs ties them, as far as the rules and people's decisions
 * let it. `kinds` names the kind of every anchor that is asked about. The same facts give the same people, in whatever
 * order they arrived.
 */
export function resolve(
  kinds: ReadonlyMap<string, string>,
  edges: readonly Edge[],
  decisions: Decisions,
  rules: Limits,
): Resolved {
  const anchors = [...new Set([...kinds.keys(), ...edges.flatMap(({ pair }) => pair), ...decisions.joined.flat()])]
  const people = openPeople(anchors, kinds, decisions, rules)
  const believed: Link[] = []
  const doubted: Refusal[] = []
  for (const link of inOrder(edges, decisions)) {
    const [one, other] = link.pair
    const [a, b] = [people.rootOf(one), people.rootOf(other)]
    const blocked = rules.blocked.has(one) || rules.blocked.has(other)
    const reason = blocked ? 'blocked' : a === b ? null : people.objection(a, b, link.how)
    if (reason !== null) doubted.push({ link, reason })
    else {
      believed.push(link)
      if (a !== b) people.unite(a, b)
    }
  }
  const apart = ({ link: { pair } }: Refusal): boolean => people.rootOf(pair[0]) !== people.rootOf(pair[1])
  const inside = [...believed, ...doubted.filter((one) => !apart(one)).map(({ link }) => link)]
  const names = namesOf(anchors, kinds, inside, people.rootOf)
  return {
    personOf: new Map(anchors.map((anchor) => [anchor, names.get(people.rootOf(anchor)) ?? anchor])),
    links: believed,
    refused: doubted.filter(apart),
  }
}
