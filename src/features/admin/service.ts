import { randomBytes } from 'node:crypto'
import { commonFault } from '../../kernel/fault.ts'
import { type Caller, may, personOf, type Right } from './caller.ts'
import { adminFault } from './faults.ts'
import type { Invitation, Me, Member, Role, User, Workspace, WorkspaceSettings } from './schema.ts'
import type { Setup } from './setup.ts'
import type { InvitationRecord, Invitations } from './store/invitations.ts'
import type { MemberChange, Members } from './store/members.ts'
import type { Workspaces } from './store/workspaces.ts'

export type ServiceOptions = {
  readonly workspaces: Workspaces
  readonly members: Members
  readonly invitations: Invitations
  readonly setup: Pick<Setup, 'announce'>
  readonly now: () => number
}

const sevenDays = 7 * 24 * 60 * 60_000
const localUser: User = { id: 'local', email: '', name: 'local' }

function settled(change: MemberChange): void {
  if (change === 'missing') throw commonFault('thing.missing')
  if (change === 'last owner') throw adminFault('owner.last')
}

const shown = ({ id, email, role, expires, workspaceName }: InvitationRecord): Invitation => ({
  id,
  email,
  role,
  expires,
  workspaceName,
})

/** Gives the workspace with the caller's role, or the fault that the caller deserves. */
export function openAccess(workspaces: Workspaces) {
  return async (caller: Caller, id: string, right: Right): Promise<Workspace> => {
    if (caller.kind === 'nobody') throw commonFault('caller.unknown')
    const found = caller.kind === 'local' ? await workspaces.find(id) : await workspaces.findFor(caller.user.id, id)
    if (!found) throw commonFault('thing.missing', 'There is no such workspace')
    if (!may(found.role, right)) throw commonFault('caller.forbidden')
    return found
  }
}

export function openWorkspaceService({ workspaces, setup }: ServiceOptions) {
  const inWorkspace = openAccess(workspaces)

  return {
    inWorkspace,

    async me(caller: Caller, near = false): Promise<Me> {
      if (caller.kind === 'local') return { state: 'signed-in', user: localUser, workspaces: await workspaces.all() }
      if (caller.kind === 'user')
        return { state: 'signed-in', user: caller.user, workspaces: await workspaces.allFor(caller.user.id) }
      if (await workspaces.hasAccounts()) return { state: 'signed-out' }
      if (!near) await setup.announce()
      return { state: 'setup', code: !near }
    },

    /** Owners may have several; colleagues who were invited may not start their own. */
    async create(caller: Caller, settings: WorkspaceSettings): Promise<Workspace> {
      if (caller.kind === 'local') return workspaces.create(settings)
      const person = personOf(caller)
      const own = await workspaces.allFor(person.id)
      const isFirst = (await workspaces.all()).length === 0
      if (!isFirst && !own.some((one) => may(one.role, 'own'))) throw commonFault('caller.forbidden')
      return workspaces.create(settings, person.id)
    },

    async update(caller: Caller, id: string, settings: WorkspaceSettings): Promise<Workspace> {
      await inWorkspace(caller, id, 'own')
      return workspaces.update(id, settings)
    },
  }
}

export function openMemberService({ workspaces, members, invitations, now }: ServiceOptions) {
  const inWorkspace = openAccess(workspaces)

  return {
    /** Open invitations are secrets that grant a role: only owners see them. */
    async all(caller: Caller, workspace: string): Promise<{ members: Member[]; invitations: Invitation[] }> {
      const { role } = await inWorkspace(caller, workspace, 'view')
      const open = may(role, 'own') ? await invitations.open(workspace, new Date(now())) : []
      return { members: await members.all(workspace), invitations: open }
    },

    async changeRole(caller: Caller, workspace: string, member: string, role: Role): Promise<void> {
      await inWorkspace(caller, workspace, 'own')
      settled(await members.changeRole(workspace, member, role))
    },

    /** Owners remove anybody, everybody may leave. */
    async remove(caller: Caller, workspace: string, member: string): Promise<void> {
      const { role } = await inWorkspace(caller, workspace, 'view')
      const found = (await members.all(workspace)).find((one) => one.id === member)
      const leaves = caller.kind === 'user' && found?.user.id === caller.user.id
      if (!leaves && !may(role, 'own')) throw commonFault('caller.forbidden')
      settled(await members.remove(workspace, member))
    },
  }
}

export function openInvitationService({ workspaces, members, invitations, now }: ServiceOptions) {
  const inWorkspace = openAccess(workspaces)

  const valid = async (id: string): Promise<InvitationRecord> => {
    const found = await invitations.find(id)
    if (!found || Date.parse(found.expires) <= now()) throw adminFault('invitation.invalid')
    return found
  }

  return {
    async invite(caller: Caller, workspace: string, address: string, role: Role): Promise<Invitation> {
      const { name } = await inWorkspace(caller, workspace, 'own')
      const email = address.toLowerCase()
      if ((await members.all(workspace)).some((one) => one.user.email === email)) throw adminFault('member.exists')
      const id = randomBytes(24).toString('base64url')
      const expires = new Date(now() + sevenDays)
      await invitations.add({ id, workspace, email, role, expires })
      return { id, email, role, expires: expires.toISOString(), workspaceName: name }
    },

    async cancel(caller: Caller, workspace: string, id: string): Promise<void> {
      await inWorkspace(caller, workspace, 'own')
      if (!(await invitations.cancel(workspace, id))) throw commonFault('thing.missing')
    },

    /** Whoever has the link may read it. */
    async find(id: string): Promise<Invitation> {
      const found = await valid(id)
      if (found.acceptedBy !== null) throw adminFault('invitation.invalid')
      return shown(found)
    },

    /** Accepting twice is accepting once. */
    async accept(caller: Caller, id: string): Promise<Workspace> {
      const person = personOf(caller)
      const found = await valid(id)
      if (found.email !== person.email) throw adminFault('invitation.other')
      const taken =
        found.acceptedBy === null ? await invitations.accept(found, person.id) : found.acceptedBy === person.id
      if (!taken) throw adminFault('invitation.invalid')
      return inWorkspace(caller, found.workspace, 'view')
    },

    /** The very first account, or one that an open invitation names. */
    async maySignUp(email: string, id: string | undefined): Promise<boolean> {
      if (!(await workspaces.hasAccounts())) return true
      const found = id === undefined ? undefined : await invitations.find(id)
      return (
        found !== undefined && found.acceptedBy === null && found.email === email && Date.parse(found.expires) > now()
      )
    },
  }
}
