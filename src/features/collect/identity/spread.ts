import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { type Facts, type HalfEdge, halfEdgesSql, patient, readAbout, wholeEdges } from './facts.ts'
import type { Decisions, Pair } from './resolve.ts'

/** The decisions that are about any of these anchors. */
export type DecisionsAbout = (workspace: string, anchors: readonly string[]) => Promise<Decisions>

const anchorsPerQuery = 5_000

export const chunks = <T>(list: readonly T[], size = anchorsPerQuery): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

export const anchorList = (anchors: readonly string[]): Sql => sql`select arrayJoin(${p.anchors(anchors)}) as anchor`

const keyed = (pairs: Map<string, Pair>, more: readonly Pair[]): void => {
  for (const pair of more) pairs.set(pair.join(), pair)
}

/** Everything that may be one person, and what ties it. */
export type Reached = Pick<Facts, 'edges' | 'beyond'> & {
  readonly anchors: readonly string[]
  readonly decisions: Decisions
}

/**
 * Goes from these anchors along all proofs and joining decisions to everything that may be the same person. Nothing is
 * followed from a blocked identifier.
 */
export async function reachFrom(
  warehouse: Warehouse,
  workspace: string,
  start: readonly string[],
  blocked: ReadonlySet<string>,
  decisionsAbout: DecisionsAbout,
): Promise<Reached> {
  const reached = new Set(start)
  const halves: HalfEdge[] = []
  const joined = new Map<string, Pair>()
  const parted = new Map<string, Pair>()
  let front = [...reached]
  while (front.length > 0) {
    const next = new Set<string>()
    for (const list of chunks(front.filter((anchor) => !blocked.has(anchor)))) {
      const [found, decisions] = await Promise.all([
        warehouse.rows<HalfEdge>(halfEdgesSql(workspace, anchorList(list)), patient),
        decisionsAbout(workspace, list),
      ])
      for (const half of found) {
        halves.push(half)
        next.add(half.two)
      }
      keyed(joined, decisions.joined)
      keyed(parted, decisions.parted)
      for (const anchor of decisions.joined.flat()) next.add(anchor)
    }
    front = [...next].filter((anchor) => !reached.has(anchor))
    for (const anchor of front) reached.add(anchor)
  }
  const decisions = { joined: [...joined.values()], parted: [...parted.values()] }
  return { anchors: [...reached], decisions, ...wholeEdges(halves, blocked) }
}

/** What `reachFrom` reaches, with the kind of each identifier and its person until now. */
export async function spreadFrom(
  ...[warehouse, workspace, ...from]: Parameters<typeof reachFrom>
): Promise<{ facts: Facts; decisions: Decisions }> {
  const { anchors: all, decisions, ...proofs } = await reachFrom(warehouse, workspace, ...from)
  const kinds = new Map(all.map((anchor) => [anchor, '']))
  const before = new Map<string, string>()
  for (const list of chunks(all)) {
    const about = await readAbout(warehouse, workspace, anchorList(list))
    for (const [anchor, kind] of about.kinds) kinds.set(anchor, kind)
    for (const [anchor, person] of about.before) before.set(anchor, person)
  }
  return { facts: { kinds, before, ...proofs }, decisions }
}
