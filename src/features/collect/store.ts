import type { Insertable, Selectable } from 'kysely'
import { type Database, tables } from '../../platform/postgres/open.ts'
import type { Import, Mapping, Reading } from './schema.ts'

type ImportTable = {
  id: string
  workspace_id: string
  file_name: string
  state: Import['state']
  progress: number
  read: number
  imported: number
  rejected: number
  duplicates: number
  events: number
  people: number
  problem: string | null
  rejects_file: string | null
  reading: unknown
  mapping: unknown
  started_at: Date
  finished_at: Date | null
}

const shown = (row: Selectable<ImportTable>): Import => ({
  id: row.id,
  fileName: row.file_name,
  state: row.state,
  progress: row.progress,
  read: row.read,
  imported: row.imported,
  rejected: row.rejected,
  duplicates: row.duplicates,
  events: row.events,
  people: row.people,
  problem: row.problem,
  rejectsFile: row.rejects_file,
  started: row.started_at.toISOString(),
  finished: row.finished_at?.toISOString() ?? null,
})

export type ImportChange = Partial<
  Pick<Import, 'state' | 'progress' | 'read' | 'imported' | 'rejected' | 'duplicates' | 'events' | 'people' | 'problem'>
> & {
  readonly rejectsFile?: string | null
  readonly reading?: Reading
  readonly mapping?: Mapping
  readonly finishedAt?: Date | null
}

export type NewImport = {
  readonly id: string
  readonly workspace: string
  readonly fileName: string
  readonly startedAt: Date
}

export type Unfinished = Pick<Import, 'id' | 'state'> & {
  readonly workspace: string
  readonly language: 'de' | 'en'
}

const unfinished = ['waiting', 'reading', 'storing', 'settling', 'undoing'] as const

export type ImportStore = ReturnType<typeof openImportStore>

/** What is known about imports; their rows and events lie in the warehouse. */
export function openImportStore(database: Database) {
  const db = tables<{ import: ImportTable; workspace: { id: string; language: 'de' | 'en' } }>(database)
  return {
    async add({ id, workspace, fileName, startedAt }: NewImport): Promise<Import> {
      const nothing = { progress: 0, read: 0, imported: 0, rejected: 0, duplicates: 0, events: 0, people: 0 }
      const row: Insertable<ImportTable> = {
        ...nothing,
        id,
        workspace_id: workspace,
        file_name: fileName,
        state: 'waiting',
        problem: null,
        rejects_file: null,
        reading: null,
        mapping: null,
        started_at: startedAt,
        finished_at: null,
      }
      return shown(await db.insertInto('import').values(row).returningAll().executeTakeFirstOrThrow())
    },

    async all(workspace: string): Promise<Import[]> {
      const rows = await db
        .selectFrom('import')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(shown)
    },

    /** Rows that stayed out of imports which stand. */
    async rejectedRows(workspace: string): Promise<number> {
      const rows = await db
        .selectFrom('import')
        .select('rejected')
        .where('workspace_id', '=', workspace)
        .where('state', '=', 'done')
        .execute()
      return rows.reduce((sum, { rejected }) => sum + rejected, 0)
    },

    async find(workspace: string, id: string): Promise<Import | undefined> {
      const row = await db
        .selectFrom('import')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && shown(row)
    },

    async change(
      workspace: string,
      id: string,
      { finishedAt, rejectsFile, reading, mapping, ...change }: ImportChange,
    ) {
      await db
        .updateTable('import')
        .set({
          ...change,
          ...(finishedAt === undefined ? {} : { finished_at: finishedAt }),
          ...(rejectsFile === undefined ? {} : { rejects_file: rejectsFile }),
          ...(reading === undefined ? {} : { reading: JSON.stringify(reading) }),
          ...(mapping === undefined ? {} : { mapping: JSON.stringify(mapping) }),
        })
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .execute()
    },

    /** Goes on only from one of the states given; says whether it did. */
    async enter(
      workspace: string,
      id: string,
      from: readonly Import['state'][],
      to: Import['state'],
    ): Promise<boolean> {
      const done = await db
        .updateTable('import')
        .set({ state: to, progress: 0, finished_at: null })
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .where('state', 'in', [...from])
        .executeTakeFirst()
      return done.numUpdatedRows === 1n
    },

    /** Imports that a server which ended left in the middle, of all workspaces, in the order in which they began. */
    async unfinished(): Promise<Unfinished[]> {
      return db
        .selectFrom('import')
        .innerJoin('workspace', 'workspace.id', 'import.workspace_id')
        .select(['import.workspace_id as workspace', 'import.id', 'import.state', 'workspace.language'])
        .where('import.state', 'in', [...unfinished])
        .orderBy('import.started_at')
        .execute()
    },
  }
}
