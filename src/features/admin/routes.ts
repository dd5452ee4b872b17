import { implement } from '@orpc/server'
import type { Audit } from './audit/audit.ts'
import { auditRoutes } from './audit/routes.ts'
import type { Caller } from './caller.ts'
import { admin } from './contract.ts'
import type { Lost } from './schema.ts'
import type { openInvitationService, openMemberService, openWorkspaceService } from './service.ts'

export type Services = {
  readonly workspaces: ReturnType<typeof openWorkspaceService>
  readonly members: ReturnType<typeof openMemberService>
  readonly invitations: ReturnType<typeof openInvitationService>
  readonly audit: Audit
  readonly lost: (caller: Caller, workspace: string) => Promise<readonly Lost[]>
}

const on = implement(admin).$context<{ caller: Caller }>()

export const adminRoutes = ({ workspaces, members, invitations, audit, lost }: Services) =>
  on.router({
    audit: auditRoutes(audit),
    me: on.me.handler(({ context }) => workspaces.me(context.caller)),
    createWorkspace: on.createWorkspace.handler(({ context, input }) => workspaces.create(context.caller, input)),
    updateWorkspace: on.updateWorkspace.handler(({ context, input: { workspace, ...settings } }) =>
      workspaces.update(context.caller, workspace, settings),
    ),
    lost: on.lost.handler(async ({ context, input }) => [...(await lost(context.caller, input.workspace))]),
    members: on.members.handler(({ context, input }) => members.all(context.caller, input.workspace)),
    changeRole: on.changeRole.handler(({ context, input }) =>
      members.changeRole(context.caller, input.workspace, input.member, input.role),
    ),
    removeMember: on.removeMember.handler(({ context, input }) =>
      members.remove(context.caller, input.workspace, input.member),
    ),
    invite: on.invite.handler(({ context, input }) =>
      invitations.invite(context.caller, input.workspace, input.email, input.role),
    ),
    cancelInvitation: on.cancelInvitation.handler(({ context, input }) =>
      invitations.cancel(context.caller, input.workspace, input.invitation),
    ),
    invitation: on.invitation.handler(({ input }) => invitations.find(input.invitation)),
    acceptInvitation: on.acceptInvitation.handler(({ context, input }) =>
      invitations.accept(context.caller, input.invitation),
    ),
  })
