import { empty, p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { unproven } from '../unproven.ts'
import { overlayRows } from './overlay.ts'
import { compareAnchors, type Edge, pairOf } from './resolve.ts'
import { mostIdentifiers } from './schema.ts'

/** What is known about some identifiers, together with everything that proofs tie to them. */
export type Facts = {
  /** The kind of every identifier, empty where nobody knows it. */
  readonly kinds: ReadonlyMap<string, string>
  readonly edges: readonly Edge[]
  /** Of an identifier that is tied to very many others only the first proofs count; these are the rest. */
  readonly beyond: readonly Edge[]
  /** The person of each identifier until now. */
  readonly before: ReadonlyMap<string, string>
}

export const patient: QueryOptions = { seconds: 3600, tag: 'identity' }

/** One direction of a proof. */
export type HalfEdge = {
  readonly one: string
  readonly two: string
  readonly how: Edge['how']
  readonly at: number
  readonly message: string
  readonly source: string
}

const halvesSql = (workspace: string, anchors: Sql, also: Sql): Sql => sql`
  select toString(anchor) as one, toString(other) as two, said_how as how, toFloat64(first) as at, toString(said.1) as message, said.2 as source
  from (
    select anchor, other, if(${unproven}, 'unproven', toString(how)) as said_how, toUnixTimestamp64Milli(min(at)) as first, argMin((message, toString(source)), (at, message)) as said
    from edges where workspace = ${p.uuid(workspace)} and anchor global in (${anchors}) and anchor != other ${also}
    group by anchor, other, said_how)`

/** The first proofs of each of these anchors (a SELECT of `anchor`), from its side. */
export const halfEdgesSql = (workspace: string, anchors: Sql): Sql =>
  sql`${halvesSql(workspace, anchors, empty)} order by how = 'unproven', first, two limit ${mostIdentifiers} by anchor`

/** All proofs of anchors none of which is tied to very many others, once each. */
export const wholeEdgesSql = (workspace: string, anchors: Sql, blocked: ReadonlySet<string>): Sql =>
  halvesSql(workspace, anchors, sql`and (anchor < other or other in ${p.anchors([...blocked])})`)

export const edgeOf = ({ one, two, how, at, message, source }: HalfEdge): Edge => {
  return { pair: pairOf(one, two), how, at, message, source }
}

const keyOf = (a: string, b: string, how: string): string => `${a} ${b} ${how}`

/** Proofs that both sides count, and those that one side has no room for; blocked identifiers are never asked. */
export function wholeEdges(halves: readonly HalfEdge[], blocked: ReadonlySet<string>): Pick<Facts, 'edges' | 'beyond'> {
  const seen = new Set(halves.map(({ one, two, how }) => keyOf(one, two, how)))
  const edges: Edge[] = []
  const beyond: Edge[] = []
  for (const half of halves) {
    const { one, two, how } = half
    if (blocked.has(two)) edges.push(edgeOf(half))
    else if (!seen.has(keyOf(two, one, how))) beyond.push(edgeOf(half))
    else if (compareAnchors(one, two) < 0) edges.push(edgeOf(half))
  }
  return { edges, beyond }
}

/** Kinds of anchors (a SELECT of `anchor`), and their people until now. */
export async function readAbout(
  warehouse: Warehouse,
  workspace: string,
  anchors: Sql,
): Promise<Pick<Facts, 'kinds' | 'before'>> {
  const rows = await warehouse.rows<{ id: string; kind: string; whole: string }>(
    sql`select toString(asked.anchor) as id, toString(named.kind) as kind, toString(merged.whole) as whole
      from (select anchor from (${anchors})) as asked
      global any left join (select anchor, any(kind) as kind from identities
        where workspace = ${p.uuid(workspace)} and anchor global in (${anchors}) group by anchor) as named on asked.anchor = named.anchor
      global any left join (select anchor as part, person as whole from ${overlayRows(workspace)}
        and anchor global in (${anchors})) as merged on asked.anchor = merged.part`,
    patient,
  )
  return {
    kinds: new Map(rows.map(({ id, kind }) => [id, kind])),
    before: new Map(rows.flatMap(({ id, whole }) => (whole === '0' ? [] : [[id, whole] as const]))),
  }
}
