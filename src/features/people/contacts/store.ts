import { randomUUID } from 'node:crypto'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import { ContactDryRun, ContactMapping, type ContactResult, type SavedMapping } from './schema.ts'

type MappingTable = {
  id: string
  workspace_id: string
  name: string
  mapping: unknown
  columns: unknown
  used_at: Date
}

type ImportTable = { import_id: string; workspace_id: string; mapping: string; result: unknown }

const columnsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

const shown = ({ id, mapping, columns, used_at }: MappingTable): SavedMapping => ({
  id,
  mapping: ContactMapping.parse(mapping),
  columns: columnsIn(columns),
  used: used_at.toISOString(),
})

/** Saved mappings and what imports of contacts came to. */
export function openContactStore(database: Database) {
  const db = tables<{ contact_mapping: MappingTable; contact_import: ImportTable }>(database)
  return {
    async mappings(workspace: string): Promise<SavedMapping[]> {
      const rows = await db
        .selectFrom('contact_mapping')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .orderBy('used_at', 'desc')
        .orderBy('name')
        .execute()
      return rows.map(shown)
    },

    /** Keeps a mapping under its name, in place of the one that had it. */
    async keep(
      workspace: string,
      mapping: ContactMapping,
      columns: readonly string[],
      at: Date,
    ): Promise<SavedMapping> {
      const values = { mapping: JSON.stringify(mapping), columns: JSON.stringify(columns), used_at: at }
      const row = await db
        .insertInto('contact_mapping')
        .values({ id: randomUUID(), workspace_id: workspace, name: mapping.name, ...values })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doUpdateSet(values))
        .returningAll()
        .executeTakeFirstOrThrow()
      return shown(row)
    },

    async forget(workspace: string, id: string): Promise<boolean> {
      const done = await db
        .deleteFrom('contact_mapping')
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .executeTakeFirst()
      return done.numDeletedRows === 1n
    },

    async note(workspace: string, id: string, mapping: string, result: ContactDryRun): Promise<void> {
      const row = { import_id: id, workspace_id: workspace, mapping, result: JSON.stringify(result) }
      await db
        .insertInto('contact_import')
        .values(row)
        .onConflict((conflict) => conflict.column('import_id').doUpdateSet({ mapping, result: row.result }))
        .execute()
    },

    async results(workspace: string, id: string | null): Promise<ContactResult[]> {
      const rows = await db
        .selectFrom('contact_import')
        .selectAll()
        .where('workspace_id', '=', workspace)
        .$if(id !== null, (query) => query.where('import_id', '=', id ?? ''))
        .execute()
      return rows.map((row) => ({ ...ContactDryRun.parse(row.result), import: row.import_id, mapping: row.mapping }))
    },
  }
}

export type ContactStore = ReturnType<typeof openContactStore>
