import { randomBytes } from 'node:crypto'
import { commonFault } from '../../kernel/fault.ts'
import { may } from '../../kernel/rights.ts'
import { type Caller, type Placed, personOf } from './caller.ts'
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

export function openWorkspaceService({ workspaces, setup }: ServiceOptions) {
  return {
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
      if (!isFirst && !own.some((one) => may(one.role, 'workspace.change'))) throw commonFault('caller.forbidden')
      return workspaces.create(settings, person.id)
    },

    update: (id: string, settings: WorkspaceSettings): Promise<Workspace> => workspaces.update(id, settings),
  }
}

export function openMemberService({ members, invitations, now }: ServiceOptions) {
  return {
    /** Open invitations are secrets that grant a role: only owners see them. */
    async all({ id, role }: Workspace): Promise<{ members: Member[]; invitations: Invitation[] }> {
      const open = may(role, 'members.manage') ? await invitations.open(id, new Date(now())) : []
      return { members: await members.all(id), invitations: open }
    },

    async changeRole(workspace: string, member: string, role: Role): Promise<void> {
      settled(await members.changeRole(workspace, member, role))
    },

    /** Owners remove anybody, everybody may leave. */
    async remove({ caller, workspace: { id, role } }: Placed, member: string): Promise<void> {
      const found = (await members.all(id)).find((one) => one.id === member)
      const leaves = caller.kind === 'user' && found?.user.id === caller.user.id
      if (!leaves && !may(role, 'members.manage')) throw commonFault('caller.forbidden')
      settled(await members.remove(id, member))
    },
  }
}

export function openInvitationService({ workspaces, members, invitations, now }: ServiceOptions) {
  const valid = async (id: string): Promise<InvitationRecord> => {
    const found = await invitations.find(id)
    if (!found || Date.parse(found.expires) <= now()) throw adminFault('invitation.invalid')
    return found
  }

  return {
    async invite({ id: workspace, name }: Workspace, address: string, role: Role): Promise<Invitation> {
      const email = address.toLowerCase()
      if ((await members.all(workspace)).some((one) => one.user.email === email)) throw adminFault('member.exists')
      const id = randomBytes(24).toString('base64url')
      const expires = new Date(now() + sevenDays)
      await invitations.add({ id, workspace, email, role, expires })
      return { id, email, role, expires: expires.toISOString(), workspaceName: name }
    },

    async cancel(workspace: string, id: string): Promise<void> {
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
      const joined = await workspaces.findFor(person.id, found.workspace)
      if (!joined) throw adminFault('invitation.invalid')
      return joined
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
