import { randomUUID } from 'node:crypto'
import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { type Changes, changesOf, type Happening } from './changes.ts'
import { type Facts, patient } from './facts.ts'
import { overlayRows } from './overlay.ts'
import { type Decisions, type Limits, resolve } from './resolve.ts'
import { usualRules } from './schema.ts'
import { anchorList, chunks, type DecisionsAbout, spreadFrom } from './spread.ts'
import { groupSlices, leftSql, readFacts, withGroups } from './whole.ts'

/** What people decided and which rules they set. */
export type Decided = {
  readonly limits: (workspace: string) => Promise<Limits>
  readonly about: DecisionsAbout
  readonly all: (workspace: string) => Promise<Decisions>
}

const nothing: Decisions = { joined: [], parted: [] }

export const nobodyDecided: Decided = {
  limits: async () => ({ ...usualRules, blocked: new Set() }),
  about: async () => nothing,
  all: async () => nothing,
}

export type ResolvingDeps = { readonly warehouse: Warehouse; readonly decided: Decided; readonly now: () => number }

export type Touched = {
  readonly anchors: readonly string[]
  readonly people: readonly string[]
  readonly gone: readonly string[]
}

const rowsPerInsert = 50_000

/** `quiet`: a person decided it and the log says so already. */
type Noting = { readonly workspace: string; readonly quiet: boolean }

/** Those of the refusals that the log does not have yet. */
async function freshRefusals(warehouse: Warehouse, workspace: string, refused: readonly Happening[]) {
  const keyOf = (anchor: string, other: string, reason: string): string => `${anchor} ${other} ${reason}`
  const known = new Set<string>()
  for (const list of chunks([...new Set(refused.map(({ anchor }) => anchor))])) {
    const rows = await warehouse.rows<{ one: string; two: string; why: string }>(
      sql`select toString(anchor) as one, toString(with_anchor) as two, toString(reason) as why from merges
        where workspace = ${p.uuid(workspace)} and anchor global in (${anchorList(list)}) and what = 'refused'`,
      patient,
    )
    for (const { one, two, why } of rows) known.add(keyOf(one, two, why))
  }
  return refused.filter(({ anchor, with_anchor, reason }) => !known.has(keyOf(anchor, with_anchor, reason)))
}

async function nextVersion(warehouse: Warehouse, workspace: string): Promise<number> {
  const [row] = await warehouse.rows<{ version: number }>(
    sql`select toFloat64(max(version)) as version from persons where workspace = ${p.uuid(workspace)}`,
  )
  return (row?.version ?? 0) + 1
}

/** Whether a workspace has edges, or merges that are left of edges now gone. */
async function hasTies(warehouse: Warehouse, workspace: string): Promise<boolean> {
  const rows = await warehouse.rows(sql`
    select 1 from (select 1 from edges where workspace = ${p.uuid(workspace)} limit 1
      union all select 1 from persons where workspace = ${p.uuid(workspace)} limit 1) limit 1`)
  return rows.length > 0
}

const noDecisions = ({ joined, parted }: Decisions): boolean => joined.length + parted.length === 0

/** Brings people up to the proofs, and tells the log. */
export function openResolving({ warehouse, decided, now }: ResolvingDeps) {
  async function keep(changes: Changes, version: number, { workspace, quiet }: Noting): Promise<void> {
    const at = now()
    const fresh =
      quiet || changes.refused.length === 0 ? [] : await freshRefusals(warehouse, workspace, changes.refused)
    const told = quiet ? [] : [...changes.merged, ...changes.parted, ...fresh]
    for (const rows of chunks(told, rowsPerInsert)) {
      await warehouse.insert(
        'merges',
        rows.map((row) => ({ workspace, id: randomUUID(), at, ...row })),
      )
    }
    for (const rows of chunks(changes.moved, rowsPerInsert)) {
      await warehouse.insert(
        'persons',
        rows.map((row) => ({ workspace, version, ...row })),
      )
    }
  }

  /** Makes anchors that nothing ties to others any more people of their own. */
  async function release(groups: Sql, version: number, { workspace, quiet }: Noting): Promise<void> {
    const left = leftSql(groups, overlayRows(workspace))
    if (!quiet) {
      await warehouse.command(
        sql`insert into merges (workspace, id, at, what, person, other, anchor, with_anchor, reason)
          select ${p.uuid(workspace)}, generateUUIDv4(), ${p.ms(now())}, 'parted', person, anchor, anchor, person, 'unproven' from (${left})`,
        patient,
      )
    }
    await warehouse.command(
      sql`insert into persons (workspace, anchor, person, version)
        select ${p.uuid(workspace)}, anchor, anchor, ${p.uint(version)} from (${left})`,
      patient,
    )
  }

  return {
    /**
     * Resolves everything that these anchors may be one person with. Gives them with all that changed hands, the people
     * of both, and the anchors that are part of somebody else.
     */
    async touched(anchors: readonly string[], noting: Noting): Promise<Touched> {
      const { workspace } = noting
      const about = await decided.about(workspace, anchors)
      if (noDecisions(about) && !(await hasTies(warehouse, workspace))) return { anchors, people: anchors, gone: [] }
      const limits = await decided.limits(workspace)
      const { facts, decisions } = await spreadFrom(warehouse, workspace, anchors, limits.blocked, decided.about)
      const resolved = resolve(facts.kinds, facts.edges, decisions, limits)
      const changes = changesOf(facts, resolved)
      const version = changes.moved.length === 0 ? 0 : await nextVersion(warehouse, workspace)
      await keep(changes, version, noting)
      const newOf = (anchor: string): string => resolved.personOf.get(anchor) ?? anchor
      const people = new Set(anchors.map(newOf))
      for (const { anchor, person } of changes.moved) {
        people.add(person).add(newOf(facts.before.get(anchor) ?? anchor))
      }
      return {
        anchors: [...new Set([...anchors, ...changes.moved.map((one) => one.anchor)])],
        people: [...people],
        gone: [...resolved.personOf.keys()].filter((anchor) => newOf(anchor) !== anchor),
      }
    },

    /** Resolves a whole workspace, part by part. */
    async whole(noting: Noting): Promise<void> {
      const { workspace } = noting
      const decisions = await decided.all(workspace)
      if (noDecisions(decisions) && !(await hasTies(warehouse, workspace))) return
      const limits = await decided.limits(workspace)
      const version = await nextVersion(warehouse, workspace)
      await withGroups(warehouse, workspace, decisions.joined, limits.blocked, async ({ rows, anchors, crowded }) => {
        for (const slice of groupSlices(anchors)) {
          const members = sql`select anchor from ${rows} and ${slice}`
          const facts = await readFacts(warehouse, workspace, members, { blocked: limits.blocked, crowded })
          const here = within(decisions, facts)
          await keep(changesOf(facts, resolve(facts.kinds, facts.edges, here, limits)), version, noting)
        }
        await release(rows, version, noting)
      })
    },
  }
}

export type Resolving = ReturnType<typeof openResolving>

/** The decisions about identifiers of these facts. */
function within({ joined, parted }: Decisions, { kinds }: Facts): Decisions {
  const known = ([a, b]: readonly [string, string]): boolean => kinds.has(a) && kinds.has(b)
  return { joined: joined.filter(known), parted: parted.filter(known) }
}
