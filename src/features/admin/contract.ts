import { z } from 'zod'
import { Id } from '../../kernel/words.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { audit } from './audit/contract.ts'
import { Invitation, Lost, Me, Member, Role, Workspace, WorkspaceSettings } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })

/** Signing up, in and out and changing the password are better-auth's own routes under /api/auth. */
export const admin = {
  audit,
  me: endpoint('anybody')
    .route({ method: 'GET', path: '/me', summary: 'Who is signed in, and their workspaces', tags: ['Accounts'] })
    .output(Me),
  createWorkspace: endpoint('signed-in')
    .route({
      method: 'POST',
      path: '/workspaces',
      summary: 'Create a workspace; the caller becomes its owner',
      tags: ['Accounts'],
    })
    .input(WorkspaceSettings)
    .output(Workspace),
  updateWorkspace: endpoint('workspace.change')
    .route({
      method: 'PUT',
      path: '/w/{workspace}/settings',
      summary: 'Change name, time zone, currency or language',
      tags: ['Accounts'],
    })
    .input(inWorkspace.extend(WorkspaceSettings.shape))
    .output(Workspace),
  lost: endpoint('workspace.change')
    .route({
      method: 'GET',
      path: '/w/{workspace}/lost',
      summary: 'What of the data of all workspaces was found missing at the start; only for owners',
      tags: ['Accounts'],
    })
    .input(inWorkspace)
    .output(z.array(Lost)),
  members: endpoint('workspace.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/members',
      summary: 'Members and open invitations',
      tags: ['Accounts'],
    })
    .input(inWorkspace)
    .output(z.object({ members: z.array(Member), invitations: z.array(Invitation) })),
  invite: endpoint('members.manage')
    .route({
      method: 'POST',
      path: '/w/{workspace}/invitations',
      summary: 'Invite a colleague by link',
      tags: ['Accounts'],
    })
    .input(inWorkspace.extend({ email: z.email().max(254), role: Role }))
    .output(Invitation),
  cancelInvitation: endpoint('members.manage')
    .route({
      method: 'DELETE',
      path: '/w/{workspace}/invitations/{invitation}',
      summary: 'Withdraw an invitation',
      tags: ['Accounts'],
    })
    .input(inWorkspace.extend({ invitation: Id })),
  changeRole: endpoint('members.manage')
    .route({
      method: 'PUT',
      path: '/w/{workspace}/members/{member}',
      summary: 'Change the role of a member',
      tags: ['Accounts'],
    })
    .input(inWorkspace.extend({ member: z.uuid(), role: Role })),
  removeMember: endpoint('workspace.see')
    .route({
      method: 'DELETE',
      path: '/w/{workspace}/members/{member}',
      summary: 'Remove a member',
      tags: ['Accounts'],
    })
    .input(inWorkspace.extend({ member: z.uuid() })),
  invitation: endpoint('anybody')
    .route({
      method: 'GET',
      path: '/invitations/{invitation}',
      summary: 'What an invitation link leads to',
      tags: ['Accounts'],
    })
    .input(z.object({ invitation: Id }))
    .output(Invitation),
  acceptInvitation: endpoint('signed-in')
    .route({
      method: 'POST',
      path: '/invitations/{invitation}/accept',
      summary: 'Join the workspace of an invitation',
      tags: ['Accounts'],
    })
    .input(z.object({ invitation: Id }))
    .output(Workspace),
}
