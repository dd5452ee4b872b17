import { randomUUID } from 'node:crypto'
import { commonFault } from '../../../kernel/fault.ts'
import { dayOf } from '../../../kernel/period.ts'
import {
  circleFrom,
  leadsDeeper,
  type PersonRule,
  type SegmentRules,
  segmentsNamed,
} from '../../../kernel/personRule.ts'
import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../../admin/index.ts'
import { pathRows, readCodes } from '../../collect/index.ts'
import { narrowed } from '../list/queries.ts'
import { type AskedList, type Narrow, openList } from '../list/service.ts'
import type { PeopleFilter } from '../schema.ts'
import type { Traits } from '../traits/service.ts'
import { type Compiling, personCondition } from './compile.ts'
import type { Counting } from './counting.ts'
import { segmentFault } from './faults.ts'
import type { Lists } from './lists.ts'
import type { Pasted, Segment, SegmentDraft, SegmentPreview } from './schema.ts'
import type { CountedDay, SegmentStore, StoredSegment } from './store.ts'

const missing = () => commonFault('thing.missing', 'There is no such segment')
const nobody = () => commonFault('thing.missing', 'There is no such person')
const tagged = { tag: 'segments' }
const dayMs = 86_400_000
const sampled = 10
const largestAnchor = 2n ** 128n - 1n
const mostBehind = 8
const trendDays = 30
const historyDays = 400

/** Refuses rules that name what is not there, or lead back to the segment itself. */
export function checkRule(id: string, rule: PersonRule, segments: SegmentRules): void {
  if (segmentsNamed(rule).some((one) => one !== id && !segments.has(one))) throw segmentFault('segment.unknown')
  if (circleFrom(id, rule, segments)) throw segmentFault('segment.circular')
  if (leadsDeeper(rule, segments, mostBehind)) throw segmentFault('segment.deep')
}

/** People as conditions and SELECTs: who is in a segment now. */
export function openPeopleOfSegments({
  store,
  warehouse,
  settingsOf,
  now,
}: {
  readonly store: Pick<SegmentStore, 'rules'>
  readonly warehouse: Warehouse
  readonly settingsOf: (workspace: string) => Promise<Pick<Workspace, 'timeZone'>>
  readonly now: () => number
}) {
  /** The latest event of anybody, but not later than now. */
  async function horizonOf(workspace: string): Promise<number> {
    const [row] = await warehouse.rows<{ last: number }>(
      sql`select toFloat64(max(last)) as last from ${pathRows({ workspace })}`,
      tagged,
    )
    return row && row.last > 0 ? Math.min(now(), row.last) : now()
  }

  async function compilingOf(workspace: string): Promise<Compiling> {
    const [asOfMs, codes, segments, { timeZone }] = await Promise.all([
      horizonOf(workspace),
      readCodes(warehouse, workspace),
      store.rules(workspace),
      settingsOf(workspace),
    ])
    return { workspace, codes, segments, nowMs: now(), clock: { asOfMs, timeZone } }
  }

  /** Who satisfies a rule that is no segment's. */
  async function conditionOf(workspace: string, rule: PersonRule): Promise<Sql> {
    const compiling = await compilingOf(workspace)
    checkRule('', rule, compiling.segments)
    return personCondition(rule, compiling)
  }

  /** Who is in a segment, as a condition over the column `person` of paths. */
  async function within(workspace: string, segment: string): Promise<Sql> {
    const compiling = await compilingOf(workspace)
    if (!compiling.segments.has(segment)) throw missing()
    return personCondition({ segment }, compiling)
  }

  /** The parts of a filter that ask for a segment and for a rule. */
  const narrows: readonly Narrow[] = [
    async (workspace, { segment }) => (segment === undefined ? null : within(workspace, segment)),
    async (workspace, { rule }) => (rule === undefined ? null : conditionOf(workspace, rule)),
  ]

  return {
    conditionOf,
    narrows,

    /** Who is in a segment, as a SELECT of `person`. */
    async people(workspace: string, segment: string): Promise<Sql> {
      return sql`select person from ${pathRows({ workspace })} and ${await within(workspace, segment)}`
    },

    async measure(workspace: string, segment: string) {
      const condition = await within(workspace, segment)
      const [row] = await warehouse.rows<{ people: number; everybody: number }>(
        sql`select toUInt32(countIf(${condition})) as people, toUInt32(count()) as everybody from ${pathRows({ workspace })}`,
        tagged,
      )
      return row ?? { people: 0, everybody: 0 }
    },

    /** How many people there are. */
    async everybody(workspace: string): Promise<number> {
      const [row] = await warehouse.rows<{ people: number }>(
        sql`select toUInt32(count()) as people from ${pathRows({ workspace })}`,
        tagged,
      )
      return row?.people ?? 0
    },

    /** Whether somebody of this number has been seen here. */
    async knows(workspace: string, person: string): Promise<boolean> {
      const rows = await warehouse.rows(
        sql`select 1 from ${pathRows({ workspace })} and person = ${p.anchor(person)} limit 1`,
        tagged,
      )
      return rows.length > 0
    },

    /** The people whom a filter of lists finds, as a SELECT of `person`. */
    async found(workspace: string, filter: PeopleFilter): Promise<Sql> {
      const { search, known } = filter
      const said = await Promise.all(narrows.map((narrow) => narrow(workspace, filter)))
      const conditions = said.filter((one) => one !== null)
      return sql`select person from ${pathRows({ workspace })}${narrowed({ workspace }, { search, known, conditions })}`
    },
  }
}

export type PeopleOfSegments = ReturnType<typeof openPeopleOfSegments>

export type SegmentDeps = {
  readonly store: SegmentStore
  readonly lists: Lists
  readonly counting: Counting
  readonly people: PeopleOfSegments
  readonly warehouse: Warehouse
  readonly traits: Traits
  readonly personOf: (workspace: string, anchor: string) => Promise<string>
  readonly now: () => number
}

/** What people do with segments. */
export function openSegmentService(deps: SegmentDeps) {
  const { store, lists, counting, people, warehouse, traits, now } = deps

  async function shown(workspace: string, stored: StoredSegment, days: readonly CountedDay[]): Promise<Segment> {
    const last = days.at(-1)
    return {
      ...stored,
      count: last
        ? { people: last.people, everybody: last.everybody, at: new Date(last.countedMs).toISOString() }
        : null,
      counting: await counting.look(workspace, stored.id, last),
      days: days.map(({ countedMs: _, ...day }) => day),
    }
  }

  const since = (days: number, { timeZone }: Workspace): string => dayOf(now() - days * dayMs, timeZone)

  async function one(settings: Workspace, id: string): Promise<Segment> {
    const stored = await store.find(settings.id, id)
    if (!stored) throw missing()
    const days = await store.days(settings.id, since(historyDays, settings), id)
    return shown(settings.id, stored, days.get(id) ?? [])
  }

  /** A segment that is a list, to be changed by hand. */
  async function listOf(workspace: string, id: string): Promise<{ workspace: string; segment: string }> {
    const stored = await store.find(workspace, id)
    if (!stored) throw missing()
    if (stored.rule !== null) throw segmentFault('segment.kind')
    return { workspace, segment: id }
  }

  async function knownPerson(workspace: string, asked: string): Promise<string> {
    if (BigInt(asked) > largestAnchor) throw nobody()
    const person = await deps.personOf(workspace, asked)
    if (!(await people.knows(workspace, person))) throw nobody()
    return person
  }

  const follow = (workspace: string, segment: string): void => {
    counting.changed(workspace)
    counting.soon(workspace, segment)
  }

  return {
    async list(settings: Workspace): Promise<Segment[]> {
      const { id: workspace } = settings
      const [all, days] = await Promise.all([store.all(workspace), store.days(workspace, since(trendDays, settings))])
      return Promise.all(all.map((stored) => shown(workspace, stored, days.get(stored.id) ?? [])))
    },

    get: one,

    async preview({ id: workspace, language }: Workspace, rule: PersonRule): Promise<SegmentPreview> {
      const condition = await people.conditionOf(workspace, rule)
      const question: AskedList = {
        workspace,
        language,
        columns: [],
        filter: { search: '', known: 'all' },
        order: { sort: 'last', order: 'desc' },
      }
      const list = openList({ warehouse, traits, narrows: [async () => condition] })
      const [found, everybody] = await Promise.all([
        list.page(question, { offset: 0, limit: sampled }),
        people.everybody(workspace),
      ])
      return { people: found.total, everybody, sample: found.people }
    },

    async create(settings: Workspace, draft: SegmentDraft): Promise<Segment> {
      const { id: workspace } = settings
      const id = randomUUID()
      if (draft.rule) checkRule(id, draft.rule, await store.rules(workspace))
      await store.insert(workspace, id, draft, now())
      return one(settings, id)
    },

    async save(settings: Workspace, id: string, draft: SegmentDraft, version: number): Promise<Segment> {
      const { id: workspace } = settings
      const before = await store.find(workspace, id)
      if (!before) throw missing()
      if ((before.rule === null) !== (draft.rule === null)) throw segmentFault('segment.kind')
      if (draft.rule) checkRule(id, draft.rule, await store.rules(workspace))
      if (!(await store.save(workspace, id, draft, version, now()))) throw commonFault('thing.stale')
      if (JSON.stringify(before.rule) !== JSON.stringify(draft.rule)) follow(workspace, id)
      return one(settings, id)
    },

    async remove(workspace: string, id: string): Promise<void> {
      const all = await store.all(workspace)
      const users = all.filter(({ rule }) => rule !== null && segmentsNamed(rule).includes(id)).map(({ name }) => name)
      if (users.length > 0 && all.some((each) => each.id === id)) {
        throw segmentFault('segment.used', users.join(', '), { segments: users })
      }
      if (!(await store.remove(workspace, id))) throw missing()
      await lists.forget({ workspace, segment: id })
    },

    async count(workspace: string, id: string) {
      if (!(await store.find(workspace, id))) throw missing()
      return counting.count(workspace, id)
    },

    async add(workspace: string, id: string, person: string): Promise<void> {
      const list = await listOf(workspace, id)
      await lists.add(list, [await knownPerson(workspace, person)])
      follow(workspace, id)
    },

    async drop(workspace: string, id: string, person: string): Promise<void> {
      const list = await listOf(workspace, id)
      await lists.drop(list, await knownPerson(workspace, person))
      follow(workspace, id)
    },

    async addFound(workspace: string, id: string, filter: PeopleFilter) {
      const list = await listOf(workspace, id)
      const added = await lists.addFound(list, await people.found(workspace, filter))
      follow(workspace, id)
      return { added }
    },

    async paste(workspace: string, id: string, text: string): Promise<Pasted> {
      const list = await listOf(workspace, id)
      const pasted = await lists.paste(list, text)
      follow(workspace, id)
      return pasted
    },
  }
}

export type SegmentService = ReturnType<typeof openSegmentService>
