import type { Kysely } from 'kysely'
import { PersonRule, type SegmentRules } from '../../../kernel/personRule.ts'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { SegmentDay, SegmentDraft } from './schema.ts'

type SegmentTable = {
  id: string
  workspace_id: string
  name: string
  description: string
  rule: unknown
  version: number
  changed_at: Date
}

type CountTable = {
  segment_id: string
  workspace_id: string
  day: string
  people: number
  everybody: number
  counted_at: Date
}

type Read = { segment: SegmentTable; segment_count: CountTable }
type Writable = { readonly segment: Omit<SegmentTable, 'rule'> & { rule: string | null } }

export type StoredSegment = SegmentDraft & { readonly id: string; readonly version: number; readonly changed: string }
export type CountedDay = SegmentDay & { readonly countedMs: number }

const Stored = PersonRule.nullable()

const toSegment = ({ id, name, description, rule, version, changed_at }: SegmentTable): StoredSegment => ({
  id,
  name,
  description,
  rule: Stored.parse(rule),
  version,
  changed: changed_at.toISOString(),
})

const toDay = ({ day, people, everybody, counted_at }: CountTable): CountedDay => ({
  day,
  people,
  everybody,
  countedMs: counted_at.getTime(),
})

const columnsOf = ({ name, description, rule }: SegmentDraft) => ({
  name,
  description,
  rule: rule === null ? null : JSON.stringify(rule),
})

/** Segments and how many people they had on which day. Every statement names the workspace. */
export function openSegmentStore(database: Database) {
  const db = tables<Read>(database)
  const write: Kysely<Writable> = tables<Writable>(database)

  async function all(workspace: string): Promise<StoredSegment[]> {
    const rows = await db.selectFrom('segment').selectAll().where('workspace_id', '=', workspace).execute()
    return rows.map(toSegment).sort((a, b) => a.name.localeCompare(b.name))
  }

  return {
    all,

    async rules(workspace: string): Promise<SegmentRules> {
      return new Map((await all(workspace)).map(({ id, rule }) => [id, rule]))
    },

    async find(workspace: string, id: string): Promise<StoredSegment | undefined> {
      const mine = db.selectFrom('segment').selectAll().where('workspace_id', '=', workspace)
      const row = await mine.where('id', '=', id).executeTakeFirst()
      return row && toSegment(row)
    },

    async insert(workspace: string, id: string, draft: SegmentDraft, now: number): Promise<void> {
      const row = { id, workspace_id: workspace, version: 1, changed_at: new Date(now), ...columnsOf(draft) }
      await write.insertInto('segment').values(row).execute()
    },

    /** Saves only if nobody saved since `version` was read. */
    async save(workspace: string, id: string, draft: SegmentDraft, version: number, now: number): Promise<boolean> {
      const changes = { ...columnsOf(draft), version: version + 1, changed_at: new Date(now) }
      const mine = write.updateTable('segment').set(changes).where('workspace_id', '=', workspace).where('id', '=', id)
      const done = await mine.where('version', '=', version).executeTakeFirst()
      return done.numUpdatedRows === 1n
    },

    async remove(workspace: string, id: string): Promise<boolean> {
      const mine = write.deleteFrom('segment').where('workspace_id', '=', workspace)
      return (await mine.where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n
    },

    async counted(workspace: string, id: string, { countedMs, ...day }: CountedDay): Promise<void> {
      const found = { people: day.people, everybody: day.everybody, counted_at: new Date(countedMs) }
      await db
        .insertInto('segment_count')
        .values({ segment_id: id, workspace_id: workspace, day: day.day, ...found })
        .onConflict((conflict) => conflict.columns(['segment_id', 'day']).doUpdateSet(found))
        .execute()
    },

    /** The counts since a day, oldest first, by segment. */
    async days(workspace: string, since: string, id?: string): Promise<ReadonlyMap<string, CountedDay[]>> {
      const query = db
        .selectFrom('segment_count')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('day', '>=', since)
        .orderBy('day')
      const rows = await (id === undefined ? query : query.where('segment_id', '=', id)).execute()
      const byId = new Map<string, CountedDay[]>()
      for (const row of rows) byId.set(row.segment_id, [...(byId.get(row.segment_id) ?? []), toDay(row)])
      return byId
    },

    async workspaces(): Promise<string[]> {
      const rows = await db.selectFrom('segment').select('workspace_id').distinct().execute()
      return rows.map((row) => row.workspace_id)
    },
  }
}

export type SegmentStore = ReturnType<typeof openSegmentStore>
