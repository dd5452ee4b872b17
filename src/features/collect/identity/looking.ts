import { empty, p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { type IdentifierKind, placeOfKind } from '../schema.ts'
import { pathRows } from '../scope.ts'
import { anchorOf, normaliseIdentifier } from './anchor.ts'
import { aboutOne, membersOf } from './members.ts'
import { type Part, partsSql } from './overlay.ts'
import { type Link, resolve } from './resolve.ts'
import type { Decided } from './resolving.ts'
import type { MergeEntry, PersonIdentifier, Proof } from './schema.ts'
import { chunks, reachFrom } from './spread.ts'

const tagged = { tag: 'identity' }
const mostProofs = 50
const fewAnchors = 50
const largest = 2n ** 128n - 1n

export const isAnchor = (text: string): boolean => /^\d{1,39}$/.test(text) && BigInt(text) <= largest

type Named = { readonly kind: string; readonly value: string; readonly seen: number }
const nameless: Named = { kind: '', value: '', seen: 0 }

export type LogRow = {
  readonly id: string
  readonly at: number
  readonly what: MergeEntry['what']
  readonly person: string
  readonly other: string
  readonly anchor: string
  readonly with_anchor: string
  readonly reason: string
  readonly actor: string
  readonly decision: string
}

const logSql = (workspace: string, condition: Sql): Sql => sql`
  select toString(id) as id, toFloat64(toUnixTimestamp64Milli(at)) as at, toString(what) as what, toString(person) as person,
    toString(other) as other, toString(anchor) as anchor, toString(with_anchor) as with_anchor, toString(reason) as reason, actor,
    toString(decision) as decision
  from (select * from merges where workspace = ${p.uuid(workspace)} ${condition})`

const strongestFirst = (anchors: readonly string[], names: ReadonlyMap<string, Named>): string[] => {
  const order = (anchor: string) => placeOfKind((names.get(anchor) ?? nameless).kind)
  return [...anchors].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1))
}

/** Answers questions about who is whom. */
export function openLooking({ warehouse, decided }: { readonly warehouse: Warehouse; readonly decided: Decided }) {
  const personOf = async (workspace: string, anchor: string): Promise<string> =>
    (await membersOf(warehouse, workspace, anchor)).person

  /** The people of those anchors that are part of somebody. */
  async function peopleOf(workspace: string, anchors: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (anchors.length === 0) return new Map()
    const rows = await warehouse.rows<Part>(partsSql(workspace, sql`anchor in ${p.anchors(anchors)}`), tagged)
    return new Map(rows.map(({ id, whole }) => [id, whole]))
  }

  const anchorsOf = async (workspace: string, person: string): Promise<string[]> => [
    ...(await membersOf(warehouse, workspace, person)).anchors,
  ]

  async function namesOf(workspace: string, anchors: Iterable<string>): Promise<ReadonlyMap<string, Named>> {
    const names = new Map<string, Named>()
    for (const list of chunks([...new Set(anchors)])) {
      const rows = await warehouse.rows<Named & { id: string }>(
        sql`select toString(anchor) as id, any(kind) as kind, any(value) as value, toFloat64(toUnixTimestamp(min(seen))) * 1000 as seen
          from identities where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(list)} group by anchor`,
        list.length > fewAnchors ? tagged : { ...tagged, ...aboutOne },
      )
      for (const { id, ...named } of rows) names.set(id, named)
    }
    return names
  }

  /** Everything that ties these anchors to each other and to other people, and what all of them are called. */
  async function tiesOf(workspace: string, anchors: readonly string[]) {
    const limits = await decided.limits(workspace)
    const reached = await reachFrom(warehouse, workspace, anchors, limits.blocked, decided.about)
    const names = await namesOf(workspace, reached.anchors)
    const kinds = new Map(reached.anchors.map((anchor) => [anchor, names.get(anchor)?.kind ?? '']))
    const resolved = resolve(kinds, reached.edges, reached.decisions, limits)
    const newOf = (anchor: string): string => resolved.personOf.get(anchor) ?? anchor
    const beyond = reached.beyond.filter(({ pair: [a, b] }) => newOf(a) !== newOf(b))
    const refused = [...resolved.refused, ...beyond.map((link) => ({ link, reason: 'cap' as const }))]
    return { ...resolved, refused, names }
  }

  async function hasPath(workspace: string, person: string): Promise<boolean> {
    const found = sql`select 1 from ${pathRows({ workspace })} and person = ${p.anchor(person)} limit 1`
    return (await warehouse.rows(found, { ...tagged, ...aboutOne })).length > 0
  }

  /** Whether anything is known of an anchor. */
  async function isKnown(workspace: string, anchor: string): Promise<boolean> {
    if (!isAnchor(anchor)) return false
    const id = String(BigInt(anchor))
    return (await namesOf(workspace, [id])).has(id) || hasPath(workspace, id)
  }

  return {
    personOf,
    peopleOf,
    anchorsOf,
    namesOf,
    tiesOf,

    isKnown,

    /** The person with this identifier; null where nobody has it. */
    async find(workspace: string, kind: IdentifierKind, text: string): Promise<string | null> {
      const value = normaliseIdentifier(kind, text)
      if (value === '') return null
      const anchor = anchorOf(workspace, kind, value)
      return (await namesOf(workspace, [anchor])).has(anchor) ? personOf(workspace, anchor) : null
    },

    /**
     * All identifiers of the person to whom an anchor belongs, with what proves that they belong together and what was not
     * believed; null where nothing is known of the anchor.
     */
    async identifiers(workspace: string, asked: string): Promise<PersonIdentifier[] | null> {
      if (!isAnchor(asked)) return null
      const anchor = String(BigInt(asked))
      const anchors = await anchorsOf(workspace, anchor)
      const { links, refused, personOf: owner, names } = await tiesOf(workspace, anchors)
      if (!names.has(anchor) && !(await hasPath(workspace, anchor))) return null
      const proofs = groupByEnd(links)
      const doubts = groupByEnd(refused.map(({ link, reason }) => ({ ...link, reason })))
      return strongestFirst(anchors, names).map((anchor) => {
        const { kind, value, seen } = names.get(anchor) ?? nameless
        const shown = <T extends Link>({ to, link }: End<T>) => proofOf(to, link, names.get(to) ?? nameless)
        return {
          anchor,
          kind,
          value,
          seen: seen > 0 ? new Date(seen).toISOString() : null,
          proofs: (proofs.get(anchor) ?? []).slice(0, mostProofs).map(shown),
          refused: (doubts.get(anchor) ?? [])
            .slice(0, mostProofs)
            .map((one) => ({ ...shown(one), reason: one.link.reason, person: owner.get(one.to) ?? one.to })),
        }
      })
    },

    /** The log, newest first; of one person: everything that was about any of its identifiers. */
    async log(workspace: string, person: string | null, offset: number, limit: number) {
      if (person !== null && !isAnchor(person)) return { rows: [], total: 0 }
      const anchors = person === null ? null : await anchorsOf(workspace, person)
      const about =
        anchors === null ? empty : sql`and hasAny([anchor, with_anchor, person, other], ${p.anchors(anchors)})`
      const rows = await warehouse.rows<LogRow & { total: number }>(
        sql`select *, toUInt32(count() over ()) as total from (${logSql(workspace, about)}) order by at desc, id limit ${limit} offset ${offset}`,
        anchors === null ? tagged : { ...tagged, ...aboutOne },
      )
      if (rows.length > 0 || offset === 0) return { rows, total: rows[0]?.total ?? 0 }
      const [count] = await warehouse.rows<{ total: number }>(
        sql`select toUInt32(count()) as total from merges where workspace = ${p.uuid(workspace)} ${about}`,
        tagged,
      )
      return { rows, total: count?.total ?? 0 }
    },

    async entry(workspace: string, id: string): Promise<LogRow | undefined> {
      const [row] = await warehouse.rows<LogRow>(logSql(workspace, sql`and id = ${p.uuid(id)}`), tagged)
      return row
    },
  }
}

export type Looking = ReturnType<typeof openLooking>

type End<T extends Link> = { readonly to: string; readonly link: T }

/** Links by each of their ends. */
function groupByEnd<T extends Link>(links: readonly T[]): ReadonlyMap<string, readonly End<T>[]> {
  const ends = new Map<string, End<T>[]>()
  const add = (at: string, to: string, link: T) => {
    const list = ends.get(at)
    if (list) list.push({ to, link })
    else ends.set(at, [{ to, link }])
  }
  for (const link of links) {
    add(link.pair[0], link.pair[1], link)
    add(link.pair[1], link.pair[0], link)
  }
  return ends
}

const proofOf = (to: string, { how, at, source, message }: Link, { kind, value }: Named): Proof => ({
  with: to,
  kind,
  value,
  how,
  at: Number.isFinite(at) ? new Date(at).toISOString() : null,
  source,
  message,
})
