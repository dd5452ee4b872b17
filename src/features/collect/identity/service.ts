import { randomUUID } from 'node:crypto'
import { commonFault } from '../../../kernel/fault.ts'
import type { Log } from '../../../platform/log.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Settling } from '../settle.ts'
import { identityFault } from './faults.ts'
import { isAnchor, type LogRow, type Looking, openLooking } from './looking.ts'
import { restOf } from './parting.ts'
import { type Pair, pairOf } from './resolve.ts'
import { type IdentityRules, type MergeEntry, mostIdentifiers } from './schema.ts'
import { anchorList } from './spread.ts'
import { blockedAnchors, type DecisionStore, decidedIn, type NewDecision, type RulesStore } from './store.ts'

export type IdentityDeps = {
  readonly warehouse: Warehouse
  readonly store: DecisionStore & RulesStore
  readonly settle: (settling: Settling) => Promise<void>
  readonly log: Log
  readonly now: () => number
}

type Deps = IdentityDeps & { readonly looking: Looking }
type Told = Pick<LogRow, 'what' | 'person' | 'other' | 'anchor' | 'with_anchor'>

const nobody = '00000000-0000-0000-0000-000000000000'
const missing = () => commonFault('thing.missing', 'There is no such person')

/** Carries out decisions: kept first, then told, then settled; what the program's end interrupts is settled at its next start. */
function openDeciding({ warehouse, store, settle, now }: Deps) {
  async function carryOut(workspace: string, id: string, anchors: readonly string[]): Promise<void> {
    await settle({ workspace, touched: anchorList([...new Set(anchors)]), quiet: true })
    await store.setSettled(id)
  }

  async function tell(workspace: string, actor: string, decision: string, told: Told, reason: string): Promise<void> {
    const row = { workspace, id: randomUUID(), at: now(), message: '0', actor, decision, reason, ...told }
    await warehouse.insert('merges', [row])
  }

  return {
    async decide(decision: NewDecision, against: readonly Pair[], told: Told): Promise<void> {
      const { workspace, id, actor, pairs } = decision
      await store.add(decision, against)
      await tell(workspace, actor, id, told, 'decision')
      await carryOut(workspace, id, pairs.flat())
    },
    async takeBack(workspace: string, actor: string, { decision: id, ...row }: LogRow): Promise<void> {
      const decision = await store.find(workspace, id)
      if (!decision || !(await store.undo(workspace, id, now()))) throw identityFault('identity.done')
      const { person, other, anchor, with_anchor } = row
      await tell(workspace, actor, id, { what: 'restored', person, other, anchor, with_anchor }, row.what)
      await carryOut(workspace, id, decision.pairs.flat())
    },
    carryOut,
  }
}

type Deciding = ReturnType<typeof openDeciding>

/** Joining people and parting identifiers from them. */
function openChanging({ looking, store, now }: Deps, { decide, takeBack }: Deciding) {
  async function current(workspace: string, person: string): Promise<string> {
    if (!(await looking.isKnown(workspace, person))) throw missing()
    return looking.personOf(workspace, person)
  }

  async function partPairs(
    workspace: string,
    actor: string,
    person: string,
    anchor: string,
    others: readonly string[],
  ) {
    const pairs = others.map((other) => pairOf(anchor, other))
    const first = others[0] ?? anchor
    const told = {
      what: 'parted',
      person,
      other: anchor,
      anchor,
      with_anchor: others.includes(person) ? person : first,
    } as const
    await decide({ id: randomUUID(), workspace, kind: 'part', actor, at: now(), pairs }, [], told)
  }

  return {
    /** Makes two people one; gives the person that they are now. */
    async join(workspace: string, actor: string, one: string, other: string): Promise<string> {
      const [person, joining] = [await current(workspace, one), await current(workspace, other)]
      if (person === joining) throw identityFault('identity.same')
      const [mine, theirs] = [await looking.anchorsOf(workspace, person), await looking.anchorsOf(workspace, joining)]
      if (mine.length + theirs.length > mostIdentifiers) throw identityFault('identity.full')
      const across = new Set(theirs)
      const own = new Set(mine)
      const { parted } = await store.about(workspace, mine)
      const against = parted.filter(([a, b]) => (own.has(a) && across.has(b)) || (own.has(b) && across.has(a)))
      const told = { what: 'joined', person, other: joining, anchor: joining, with_anchor: person } as const
      const pairs = [pairOf(person, joining)]
      await decide({ id: randomUUID(), workspace, kind: 'join', actor, at: now(), pairs }, against, told)
      return looking.personOf(workspace, person)
    },

    /** Takes an identifier away from its person, whatever ties them now or later. */
    async part(workspace: string, actor: string, one: string, anchor: string): Promise<void> {
      const person = await current(workspace, one)
      const anchors = await looking.anchorsOf(workspace, person)
      const id = isAnchor(anchor) ? String(BigInt(anchor)) : ''
      if (!anchors.includes(id)) throw commonFault('thing.missing', 'This person has no such identifier')
      if (anchors.length === 1) throw identityFault('identity.alone')
      const { links } = await looking.tiesOf(workspace, anchors)
      await partPairs(workspace, actor, person, id, restOf(anchors, links, person, id))
    },

    async undo(workspace: string, actor: string, id: string): Promise<void> {
      const entry = await looking.entry(workspace, id)
      if (!entry) throw commonFault('thing.missing', 'There is no such entry')
      if (entry.decision !== nobody && entry.what !== 'restored') return takeBack(workspace, actor, entry)
      if (entry.what !== 'merged') throw identityFault('identity.done')
      const { anchor, with_anchor } = entry
      const person = await looking.personOf(workspace, anchor)
      if (person !== (await looking.personOf(workspace, with_anchor))) throw identityFault('identity.done')
      await partPairs(workspace, actor, person, anchor, [with_anchor])
    },
  }
}

/** The log as people read it. */
function openTelling({ looking, store }: Deps) {
  async function shown(workspace: string, rows: readonly LogRow[]): Promise<MergeEntry[]> {
    const ends = rows.flatMap(({ anchor, with_anchor }) => [anchor, with_anchor])
    const names = await looking.namesOf(workspace, ends)
    const people = await looking.peopleOf(workspace, ends)
    const holding = await store.holding(
      workspace,
      [...new Set(rows.map(({ decision }) => decision))].filter((id) => id !== nobody),
    )
    const named = (anchor: string) => ({
      anchor,
      kind: names.get(anchor)?.kind ?? '',
      value: names.get(anchor)?.value ?? '',
    })
    const together = ({ anchor, with_anchor }: LogRow) =>
      (people.get(anchor) ?? anchor) === (people.get(with_anchor) ?? with_anchor)
    return rows.map((row) => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      what: row.what,
      person: row.person,
      other: row.other,
      anchor: named(row.anchor),
      with: named(row.with_anchor),
      reason: row.reason,
      actor: row.actor,
      undoable: row.what === 'merged' ? together(row) : row.what !== 'restored' && holding.has(row.decision),
    }))
  }

  return {
    async log(workspace: string, page: { person?: string | undefined; offset: number; limit: number }) {
      const { person = null, offset, limit } = page
      const [known, { rows, total }] = await Promise.all([
        person === null || looking.isKnown(workspace, person),
        looking.log(workspace, person, offset, limit),
      ])
      if (!known) throw missing()
      return { entries: await shown(workspace, rows), total }
    },
  }
}

/** Changing the rules resolves everybody anew, which takes its time and goes on behind the answer. */
function openRuling({ store, settle, log }: Deps) {
  const running = new Set<Promise<void>>()

  function settleAll(workspace: string): void {
    const work = settle({ workspace, touched: 'all' })
      .then(() => store.setRulesSettled(workspace))
      .catch((error: unknown) =>
        log.error({ err: error, workspace }, 'People could not be brought up to the new rules'),
      )
      .finally(() => running.delete(work))
    running.add(work)
  }

  return {
    rules: store.rules,
    async setRules(workspace: string, rules: IdentityRules): Promise<IdentityRules> {
      await store.setRules(workspace, rules)
      settleAll(workspace)
      return store.rules(workspace)
    },
    settleAll,
    /** Resolves when nothing is being brought up to new rules. */
    async idle(): Promise<void> {
      await Promise.all(running)
    },
  }
}

/** Who is whom: looks it up and changes it. Rights are checked at the routes. */
export function openIdentity(parts: IdentityDeps) {
  const looking = openLooking({ warehouse: parts.warehouse, decided: decidedIn(parts.store) })
  const deps = { ...parts, looking }
  const deciding = openDeciding(deps)
  const ruling = openRuling(deps)
  const { anchorsOf, personOf, find } = looking
  return {
    anchorsOf,
    personOf,
    find,
    async identifiers(workspace: string, person: string) {
      const found = await looking.identifiers(workspace, person)
      if (found === null) throw missing()
      return found
    },
    ...openChanging(deps, deciding),
    ...openTelling(deps),
    rules: ruling.rules,
    setRules: ruling.setRules,
    idle: ruling.idle,
    /** Whether the workspace's own list blocks a text, by the anchors it would have. */
    blocked: async (workspace: string) => new Set(blockedAnchors(workspace, (await ruling.rules(workspace)).blocked)),
    /** Takes up decisions that the program's end left without effect. */
    async recover(): Promise<void> {
      for (const { id, workspace, anchors } of await parts.store.unsettled())
        await deciding.carryOut(workspace, id, anchors)
      for (const workspace of await parts.store.unsettledRules()) ruling.settleAll(workspace)
    },
  }
}

export type Identity = ReturnType<typeof openIdentity>
