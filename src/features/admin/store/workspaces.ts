import type { Selectable } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Role, Workspace, WorkspaceSettings } from '../schema.ts'
import type { Tables, WorkspaceTable } from './tables.ts'

const owning: Role = 'owner'

const columnsOf = ({ name, timeZone, currency, language }: WorkspaceSettings) => ({
  name,
  time_zone: timeZone,
  currency,
  language,
})

const toWorkspace = (
  { id, name, time_zone, currency, language }: Selectable<WorkspaceTable>,
  role: Role,
): Workspace => ({
  id,
  name,
  timeZone: time_zone,
  currency,
  language,
  role,
})

export function openWorkspaces(database: Database) {
  const db = tables<Tables>(database)

  const ofMembers = (account: string) =>
    db
      .selectFrom('workspace')
      .innerJoin('member', 'member.workspace_id', 'workspace.id')
      .selectAll('workspace')
      .select('member.role')
      .where('member.account_id', '=', account)

  return {
    async hasAccounts(): Promise<boolean> {
      return (await db.selectFrom('user_account').select('id').limit(1).execute()).length > 0
    },

    /** Whoever asks: only for programs of this machine and for our own code. */
    async find(id: string): Promise<Workspace | undefined> {
      const row = await db.selectFrom('workspace').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toWorkspace(row, 'owner')
    },

    async findFor(account: string, id: string): Promise<Workspace | undefined> {
      const row = await ofMembers(account).where('workspace.id', '=', id).executeTakeFirst()
      return row && toWorkspace(row, row.role)
    },

    /** The oldest first. */
    async all(): Promise<Workspace[]> {
      const rows = await db.selectFrom('workspace').selectAll().orderBy('created_at').execute()
      return rows.map((row) => toWorkspace(row, 'owner'))
    },

    async allFor(account: string): Promise<Workspace[]> {
      const rows = await ofMembers(account).orderBy('workspace.created_at').execute()
      return rows.map((row) => toWorkspace(row, row.role))
    },

    /** Without an owner it belongs to the account that is there longest, or to the first that comes. */
    async create(settings: WorkspaceSettings, owner?: string): Promise<Workspace> {
      return db.transaction().execute(async (trx) => {
        const row = await trx
          .insertInto('workspace')
          .values(columnsOf(settings))
          .returningAll()
          .executeTakeFirstOrThrow()
        const oldest = await trx
          .selectFrom('user_account')
          .select('id')
          .orderBy('created_at')
          .limit(1)
          .executeTakeFirst()
        const account = owner ?? oldest?.id
        const member = account && { workspace_id: row.id, account_id: account, role: owning }
        if (member) await trx.insertInto('member').values(member).execute()
        return toWorkspace(row, 'owner')
      })
    },

    async update(id: string, settings: WorkspaceSettings): Promise<Workspace> {
      const update = db.updateTable('workspace').set(columnsOf(settings)).where('id', '=', id).returningAll()
      return toWorkspace(await update.executeTakeFirstOrThrow(), 'owner')
    },
  }
}

export type Workspaces = ReturnType<typeof openWorkspaces>
