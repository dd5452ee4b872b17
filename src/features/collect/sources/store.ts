import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Signing, SigningSecret, Source, SourceKey, SourceKind } from './schema.ts'

type SourceTable = {
  id: string
  workspace_id: string
  slug: string
  name: string
  kind: SourceKind
  origins: readonly string[]
  paused: boolean
  created_at: Date
  removed_at: Date | null
}

type KeyTable = {
  id: string
  workspace_id: string
  source_id: string
  hash: string
  hint: string
  text: string | null
  created_at: Date
  used_at: Date | null
  ends_at: Date | null
}

type SigningTable = {
  id: string
  workspace_id: string
  source_id: string
  secret: string
  created_at: Date
  ends_at: Date | null
}

type Tables = { source: SourceTable; source_key: KeyTable; source_signing: SigningTable }

const shown = (row: SourceTable): Source => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  kind: row.kind,
  origins: [...row.origins],
  paused: row.paused,
  created: row.created_at.toISOString(),
})

const shownKey = (row: Omit<KeyTable, 'hash'>): SourceKey => ({
  id: row.id,
  hint: row.hint,
  text: row.text,
  created: row.created_at.toISOString(),
  used: row.used_at?.toISOString() ?? null,
  ends: row.ends_at?.toISOString() ?? null,
})

const shownSigning = (row: Omit<SigningTable, 'secret'>): Signing => ({
  id: row.id,
  created: row.created_at.toISOString(),
  ends: row.ends_at?.toISOString() ?? null,
})

export type NewSourceRow = Pick<SourceTable, 'id' | 'slug' | 'name' | 'kind' | 'origins' | 'created_at'>
export type NewKeyRow = Pick<KeyTable, 'id' | 'hash' | 'hint' | 'text' | 'created_at'>

/** A key that still opens, with everything that a look-up needs. */
export type KeyEntry = {
  readonly id: string
  readonly hash: string
  readonly ends: number | null
  readonly workspace: string
  readonly source: Source
  readonly signing: readonly SigningSecret[]
}

const keyColumns = [
  'id',
  'workspace_id',
  'source_id',
  'hint',
  'text',
  'created_at',
  'used_at',
  'ends_at',
] as const satisfies readonly (keyof KeyTable)[]

function openSources(database: Database) {
  const db = tables<Tables>(database)
  const present = (workspace: string) =>
    db.selectFrom('source').selectAll().where('workspace_id', '=', workspace).where('removed_at', 'is', null)
  return {
    async all(workspace: string): Promise<Source[]> {
      return (await present(workspace).orderBy('created_at').orderBy('id').execute()).map(shown)
    },

    async find(workspace: string, id: string): Promise<Source | undefined> {
      const row = await present(workspace).where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },

    /** Slugs of removed sources too, since their events stay. */
    async slugs(workspace: string): Promise<Set<string>> {
      const rows = await db.selectFrom('source').select('slug').where('workspace_id', '=', workspace).execute()
      return new Set(rows.map(({ slug }) => slug))
    },

    async add(workspace: string, source: NewSourceRow, key: NewKeyRow): Promise<Source> {
      return db.transaction().execute(async (within) => {
        const row = { ...source, workspace_id: workspace, paused: false, removed_at: null }
        const made = await within.insertInto('source').values(row).returningAll().executeTakeFirstOrThrow()
        await within
          .insertInto('source_key')
          .values({ ...key, workspace_id: workspace, source_id: made.id, used_at: null, ends_at: null })
          .execute()
        return shown(made)
      })
    },

    async change(
      workspace: string,
      id: string,
      changes: Partial<Pick<SourceTable, 'name' | 'origins' | 'paused' | 'removed_at'>>,
    ): Promise<boolean> {
      const done = await db
        .updateTable('source')
        .set(changes)
        .where('workspace_id', '=', workspace)
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst()
      return done.numUpdatedRows === 1n
    },
  }
}

function openKeys(database: Database) {
  const db = tables<Tables>(database)
  return {
    /** Newest first. */
    async keys(workspace: string, source: string): Promise<SourceKey[]> {
      const rows = await db
        .selectFrom('source_key')
        .select(keyColumns)
        .where('workspace_id', '=', workspace)
        .where('source_id', '=', source)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(shownKey)
    },

    async addKey(workspace: string, source: string, key: NewKeyRow): Promise<SourceKey> {
      const row = { ...key, workspace_id: workspace, source_id: source, used_at: null, ends_at: null }
      return shownKey(await db.insertInto('source_key').values(row).returning(keyColumns).executeTakeFirstOrThrow())
    },

    /** Sets when a key ends; never later than it would have. */
    async endKey(workspace: string, source: string, key: string, ends: Date): Promise<boolean> {
      const done = await db
        .updateTable('source_key')
        .set({ ends_at: ends })
        .where('workspace_id', '=', workspace)
        .where('source_id', '=', source)
        .where('id', '=', key)
        .where((row) => row.or([row('ends_at', 'is', null), row('ends_at', '>', ends)]))
        .executeTakeFirst()
      return done.numUpdatedRows === 1n
    },

    /** Keys of every workspace that open something at `now`. */
    async entries(now: Date): Promise<KeyEntry[]> {
      const rows = await db
        .selectFrom('source_key')
        .innerJoin('source', 'source.id', 'source_key.source_id')
        .selectAll('source')
        .select(['source_key.id as key_id', 'source_key.hash', 'source_key.ends_at'])
        .where('source.removed_at', 'is', null)
        .where((row) => row.or([row('source_key.ends_at', 'is', null), row('source_key.ends_at', '>', now)]))
        .execute()
      const secrets = await db
        .selectFrom('source_signing')
        .select(['source_id', 'secret', 'ends_at'])
        .where((row) => row.or([row('ends_at', 'is', null), row('ends_at', '>', now)]))
        .execute()
      const signing = new Map<string, SigningSecret[]>()
      for (const { source_id, secret, ends_at } of secrets) {
        const list = signing.get(source_id) ?? []
        signing.set(source_id, [...list, { secret, ends: ends_at?.getTime() ?? null }])
      }
      return rows.map((row) => ({
        id: row.key_id,
        hash: row.hash,
        ends: row.ends_at?.getTime() ?? null,
        workspace: row.workspace_id,
        source: shown(row),
        signing: signing.get(row.id) ?? [],
      }))
    },

    async markUsed(used: ReadonlyMap<string, number>): Promise<void> {
      for (const [id, at] of used) {
        await db
          .updateTable('source_key')
          .set({ used_at: new Date(at) })
          .where('id', '=', id)
          .execute()
      }
    },
  }
}

function openSigning(database: Database) {
  const db = tables<Tables>(database)
  const mine = (workspace: string, source: string) =>
    db.updateTable('source_signing').where('workspace_id', '=', workspace).where('source_id', '=', source)
  return {
    /** Newest first. */
    async signing(workspace: string, source: string): Promise<Signing[]> {
      const rows = await db
        .selectFrom('source_signing')
        .select(['id', 'workspace_id', 'source_id', 'created_at', 'ends_at'])
        .where('workspace_id', '=', workspace)
        .where('source_id', '=', source)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(shownSigning)
    },

    /** Adds a secret and lets the earlier ones end then, where they would hold longer. */
    async addSigning(
      workspace: string,
      source: string,
      row: Pick<SigningTable, 'id' | 'secret' | 'created_at'>,
      ends: Date,
    ) {
      await mine(workspace, source)
        .set({ ends_at: ends })
        .where((one) => one.or([one('ends_at', 'is', null), one('ends_at', '>', ends)]))
        .execute()
      const made = { ...row, workspace_id: workspace, source_id: source, ends_at: null }
      return shownSigning(await db.insertInto('source_signing').values(made).returningAll().executeTakeFirstOrThrow())
    },

    async endSigning(workspace: string, source: string, id: string, now: Date): Promise<boolean> {
      const done = await mine(workspace, source).set({ ends_at: now }).where('id', '=', id).executeTakeFirst()
      return done.numUpdatedRows === 1n
    },
  }
}

/** Sources and their keys. Every statement of a person's request names the workspace. */
export const openSourceStore = (database: Database) => ({
  ...openSources(database),
  ...openKeys(database),
  ...openSigning(database),
})
export type SourceStore = ReturnType<typeof openSourceStore>
