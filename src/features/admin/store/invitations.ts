import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Invitation, Role } from '../schema.ts'
import type { Tables } from './tables.ts'

/** An invitation with what it takes to accept it. */
export type InvitationRecord = Invitation & { readonly workspace: string; readonly acceptedBy: string | null }

export type NewInvitation = {
  readonly id: string
  readonly workspace: string
  readonly email: string
  readonly role: Role
  readonly expires: Date
}

export function openInvitations(database: Database) {
  const db = tables<Tables>(database)

  const named = () =>
    db
      .selectFrom('invitation')
      .innerJoin('workspace', 'workspace.id', 'invitation.workspace_id')
      .selectAll('invitation')
      .select('workspace.name as workspace_name')

  type Row = Awaited<ReturnType<ReturnType<typeof named>['executeTakeFirstOrThrow']>>
  const toRecord = (row: Row): InvitationRecord => ({
    id: row.id,
    email: row.email,
    role: row.role,
    expires: row.expires_at.toISOString(),
    workspaceName: row.workspace_name,
    workspace: row.workspace_id,
    acceptedBy: row.accepted_by,
  })

  return {
    async open(workspace: string, now: Date): Promise<Invitation[]> {
      const rows = await named()
        .where('workspace_id', '=', workspace)
        .where('accepted_by', 'is', null)
        .where('expires_at', '>', now)
        .orderBy('invitation.created_at')
        .execute()
      return rows.map(toRecord)
    },

    async find(id: string): Promise<InvitationRecord | undefined> {
      const row = await named().where('invitation.id', '=', id).executeTakeFirst()
      return row && toRecord(row)
    },

    /** Takes the place of earlier open invitations of the same address. */
    async add({ id, workspace, email, role, expires }: NewInvitation): Promise<void> {
      await db.transaction().execute(async (trx) => {
        const earlier = trx.deleteFrom('invitation').where('workspace_id', '=', workspace).where('email', '=', email)
        await earlier.where('accepted_by', 'is', null).execute()
        const row = { id, workspace_id: workspace, email, role, expires_at: expires, accepted_by: null }
        await trx.insertInto('invitation').values(row).execute()
      })
    },

    async cancel(workspace: string, id: string): Promise<boolean> {
      const remove = db.deleteFrom('invitation').where('workspace_id', '=', workspace).where('id', '=', id)
      return (await remove.where('accepted_by', 'is', null).executeTakeFirst()).numDeletedRows === 1n
    },

    /** False if somebody else accepted it first. Who is a member already keeps the role. */
    async accept({ id, workspace, role }: InvitationRecord, account: string): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const take = trx.updateTable('invitation').set({ accepted_by: account }).where('id', '=', id)
        const taken = await take.where('accepted_by', 'is', null).executeTakeFirst()
        if (taken.numUpdatedRows !== 1n) return false
        await trx
          .insertInto('member')
          .values({ workspace_id: workspace, account_id: account, role })
          .onConflict((conflict) => conflict.columns(['workspace_id', 'account_id']).doNothing())
          .execute()
        return true
      })
    },
  }
}

export type Invitations = ReturnType<typeof openInvitations>
