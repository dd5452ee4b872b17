import type { Generated } from 'kysely'
import type { Language, Role } from '../schema.ts'

type AccountTable = { id: string; name: string; email: string; created_at: Generated<Date> }

export type WorkspaceTable = {
  id: Generated<string>
  name: string
  time_zone: string
  currency: string
  language: Language
  created_at: Generated<Date>
}

type MemberTable = {
  id: Generated<string>
  workspace_id: string
  account_id: string
  role: Role
  since: Generated<Date>
}

type InvitationTable = {
  id: string
  workspace_id: string
  email: string
  role: Role
  created_at: Generated<Date>
  expires_at: Date
  accepted_by: string | null
}

export type Tables = {
  user_account: AccountTable
  workspace: WorkspaceTable
  member: MemberTable
  invitation: InvitationTable
}
