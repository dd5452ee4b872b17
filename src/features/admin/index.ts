import { commonFault } from '../../kernel/fault.ts'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import { openPermit, type Permit } from './access.ts'
import { openAccounts } from './accounts.ts'
import { type Audit, openAudit } from './audit/audit.ts'
import { openAuditStore } from './audit/store.ts'
import { openAuthenticate } from './authenticate.ts'
import { openRecognise, openTrust } from './recognise.ts'
import { adminRoutes } from './routes.ts'
import type { Lost, Workspace, WorkspaceSettings } from './schema.ts'
import { openInvitationService, openMemberService, openWorkspaceService } from './service.ts'
import { openSetup } from './setup.ts'
import { openInvitations } from './store/invitations.ts'
import { openMembers } from './store/members.ts'
import { openWorkspaces } from './store/workspaces.ts'

export type { Acting, Audit, AuditFact } from './audit/audit.ts'
export type { Caller, CallerContext, Placed, PlacedRequest } from './caller.ts'
export { guarded } from './guarded.ts'
export type { Language, Role, User, Workspace, WorkspaceSettings } from './schema.ts'

export type AdminOptions = {
  readonly db: Database
  readonly log: Log
  readonly config: { readonly secret: string; readonly publicUrl?: string | undefined }
  /** The token in server.json with which programs of this machine may do everything. */
  readonly localToken?: string
  /** Tells whoever started the server. */
  readonly say?: (sentence: string) => void
  /** What of the data was found missing at the start. */
  readonly lost?: readonly Lost[]
  readonly now?: () => number
}

export type Admin = {
  /** Asked once for every request, by what stands before the handlers; no handler asks by itself. */
  readonly permit: Permit
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
  /** Says the setup code while nobody has an account. */
  readonly announceSetup: () => Promise<void>
}

function defaultSettings(): WorkspaceSettings {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  return { name: 'default', timeZone, currency: 'EUR', language: locale.startsWith('de') ? 'de' : 'en' }
}

/** Accounts, workspaces, members and invitations. */
export function openAdmin(options: AdminOptions): Admin {
  const { db, log, config, localToken, say = () => {}, lost = [], now = Date.now } = options
  const workspaces = openWorkspaces(db)
  const setup = openSetup({ hasAccounts: workspaces.hasAccounts, say, now })
  const stores = { workspaces, members: openMembers(db), invitations: openInvitations(db), setup, now }
  const services = {
    workspaces: openWorkspaceService(stores),
    members: openMemberService(stores),
    invitations: openInvitationService(stores),
  }
  const { secret, publicUrl } = config
  const accounts = openAccounts({ db, log, secret, publicUrl, maySignUp: services.invitations.maySignUp })
  const isTrusted = openTrust(localToken)
  const audit = openAudit({ store: openAuditStore(db), now })
  return {
    permit: openPermit(workspaces),
    audit,
    async settingsOf(id) {
      const found = await workspaces.find(id)
      if (!found) throw commonFault('thing.missing', 'There is no such workspace')
      return found
    },
    async defaultWorkspace() {
      return (await workspaces.all())[0] ?? workspaces.create(defaultSettings())
    },
    routes: adminRoutes({ ...services, audit, lost }),
    authenticate: openAuthenticate({ accounts, setup, now }),
    recognise: openRecognise(accounts, isTrusted),
    isTrusted,
    announceSetup: setup.announce,
  }
}
