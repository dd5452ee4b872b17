import { commonFault } from '../../kernel/fault.ts'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import type { InWorkspace } from './access.ts'
import { openAccounts } from './accounts.ts'
import { type Audit, openAudit } from './audit/audit.ts'
import { openAuditStore } from './audit/store.ts'
import { openAuthenticate } from './authenticate.ts'
import type { Caller } from './caller.ts'
import { openRecognise, openTrust } from './recognise.ts'
import { adminRoutes } from './routes.ts'
import type { Workspace, WorkspaceSettings } from './schema.ts'
import { openInvitationService, openMemberService, openWorkspaceService } from './service.ts'
import { openInvitations } from './store/invitations.ts'
import { openMembers } from './store/members.ts'
import { openWorkspaces } from './store/workspaces.ts'

export type { InWorkspace } from './access.ts'
export type { Acting, Audit, AuditFact } from './audit/audit.ts'
export { watched } from './audit/watch.ts'
export type { Caller, Right } from './caller.ts'
export { type CallerOf, openStanding } from './standing.ts'
export type { Language, Role, User, Workspace, WorkspaceSettings } from './schema.ts'

export type AdminOptions = {
  readonly db: Database
  readonly log: Log
  readonly config: { readonly secret: string; readonly publicUrl?: string | undefined }
  /** The token in server.json with which programs of this machine may do everything. */
  readonly localToken?: string
  readonly now?: () => number
}

/** Context of every handler of the contract. */
export type CallerContext = { readonly caller: Caller }

export type Admin = {
  /** The workspace with the caller's role; faults: sign in (401), may not (403), foreign or no such workspace (404). */
  readonly inWorkspace: InWorkspace
  /** For our own code that works without a caller, such as timers. */
  settingsOf(workspace: string): Promise<Workspace>
  /** The oldest workspace; makes `default` if there is none. */
  defaultWorkspace(): Promise<Workspace>
  /** Who saw and changed what: `admin.audit.write({ workspace, caller, action, person?, details? })`. */
  readonly audit: Audit
  readonly routes: ReturnType<typeof adminRoutes>
  readonly authenticate: ReturnType<typeof openAuthenticate>
  readonly recognise: ReturnType<typeof openRecognise>
  readonly isTrusted: (authorization: string) => boolean
}

function defaultSettings(): WorkspaceSettings {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  return { name: 'default', timeZone, currency: 'EUR', language: locale.startsWith('de') ? 'de' : 'en' }
}

/** Accounts, workspaces, members and invitations. */
export function openAdmin({ db, log, config, localToken, now = Date.now }: AdminOptions): Admin {
  const workspaces = openWorkspaces(db)
  const stores = { workspaces, members: openMembers(db), invitations: openInvitations(db), now }
  const services = {
    workspaces: openWorkspaceService(stores),
    members: openMemberService(stores),
    invitations: openInvitationService(stores),
  }
  const { secret, publicUrl } = config
  const accounts = openAccounts({ db, log, secret, publicUrl, maySignUp: services.invitations.maySignUp })
  const isTrusted = openTrust(localToken)
  const { inWorkspace } = services.workspaces
  const audit = openAudit({ store: openAuditStore(db), inWorkspace, now })
  return {
    inWorkspace,
    audit,
    async settingsOf(id) {
      const found = await workspaces.find(id)
      if (!found) throw commonFault('thing.missing', 'There is no such workspace')
      return found
    },
    async defaultWorkspace() {
      return (await workspaces.all())[0] ?? workspaces.create(defaultSettings())
    },
    routes: adminRoutes({ ...services, audit }),
    authenticate: openAuthenticate(accounts, now),
    recognise: openRecognise(accounts, isTrusted),
    isTrusted,
  }
}
