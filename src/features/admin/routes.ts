import { implement } from '@orpc/server'
import type { Audit } from './audit/audit.ts'
import { auditRoutes } from './audit/routes.ts'
import type { CallerContext, Placed } from './caller.ts'
import { admin } from './contract.ts'
import type { Lost } from './schema.ts'
import type { openInvitationService, openMemberService, openWorkspaceService } from './service.ts'

export type Services = {
  readonly workspaces: ReturnType<typeof openWorkspaceService>
  readonly members: ReturnType<typeof openMemberService>
  readonly invitations: ReturnType<typeof openInvitationService>
  readonly audit: Audit
  readonly lost: readonly Lost[]
}

const open = implement(admin).$context<CallerContext & { near?: boolean }>()
const on = implement(admin).$context<Placed>()

export const adminRoutes = ({ workspaces, members, invitations, audit, lost }: Services) =>
  on.router({
    audit: auditRoutes(audit),
    me: open.me.handler(({ context }) => workspaces.me(context.caller, context.near)),
    createWorkspace: open.createWorkspace.handler(({ context, input }) => workspaces.create(context.caller, input)),
    updateWorkspace: on.updateWorkspace.handler(({ context, input: { workspace: _, ...settings } }) =>
      workspaces.update(context.workspace.id, settings),
    ),
    members: on.members.handler(({ context }) => members.all(context.workspace)),
    lost: on.lost.handler(() => [...lost]),
    changeRole: on.changeRole.handler(({ context, input }) =>
      members.changeRole(context.workspace.id, input.member, input.role),
    ),
    removeMember: on.removeMember.handler(({ context, input }) => members.remove(context, input.member)),
    invite: on.invite.handler(({ context, input }) => invitations.invite(context.workspace, input.email, input.role)),
    cancelInvitation: on.cancelInvitation.handler(({ context, input }) =>
      invitations.cancel(context.workspace.id, input.invitation),
    ),
    invitation: open.invitation.handler(({ input }) => invitations.find(input.invitation)),
    acceptInvitation: open.acceptInvitation.handler(({ context, input }) =>
      invitations.accept(context.caller, input.invitation),
    ),
  })
