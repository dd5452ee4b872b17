import type { Transaction } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Member, Role } from '../schema.ts'
import type { Tables } from './tables.ts'

export type MemberChange = 'done' | 'missing' | 'last owner'

/** Makes changes of members wait for each other, so that two owners cannot remove each other at the same moment. */
async function ownersOf(trx: Transaction<Tables>, workspace: string): Promise<string[]> {
  await trx.selectFrom('workspace').select('id').where('id', '=', workspace).forUpdate().execute()
  const owners = trx.selectFrom('member').select('id').where('workspace_id', '=', workspace).where('role', '=', 'owner')
  return (await owners.execute()).map((row) => row.id)
}

export function openMembers(database: Database) {
  const db = tables<Tables>(database)

  const change = (
    workspace: string,
    member: string,
    staysOwner: boolean,
    run: (trx: Transaction<Tables>) => Promise<bigint>,
  ) =>
    db.transaction().execute(async (trx): Promise<MemberChange> => {
      const owners = await ownersOf(trx, workspace)
      if (!staysOwner && owners.length === 1 && owners[0] === member) return 'last owner'
      return (await run(trx)) === 1n ? 'done' : 'missing'
    })

  return {
    async all(workspace: string): Promise<Member[]> {
      const rows = await db
        .selectFrom('member')
        .innerJoin('user_account', 'user_account.id', 'member.account_id')
        .select([
          'member.id',
          'member.role',
          'member.since',
          'user_account.id as account',
          'user_account.name',
          'user_account.email',
        ])
        .where('member.workspace_id', '=', workspace)
        .orderBy('member.since')
        .execute()
      return rows.map(({ id, role, since, account, name, email }) => ({
        id,
        role,
        since: since.toISOString(),
        user: { id: account, name, email },
      }))
    },

    changeRole: (workspace: string, member: string, role: Role) =>
      change(workspace, member, role === 'owner', async (trx) => {
        const update = trx
          .updateTable('member')
          .set({ role })
          .where('workspace_id', '=', workspace)
          .where('id', '=', member)
        return (await update.executeTakeFirst()).numUpdatedRows
      }),

    remove: (workspace: string, member: string) =>
      change(workspace, member, false, async (trx) => {
        const remove = trx.deleteFrom('member').where('workspace_id', '=', workspace).where('id', '=', member)
        return (await remove.executeTakeFirst()).numDeletedRows
      }),
  }
}

export type Members = ReturnType<typeof openMembers>
