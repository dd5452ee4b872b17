import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import type { Log } from '../../platform/log.ts'
import type { Database } from '../../platform/postgres/open.ts'
import { leastPassword, mostPassword } from './password/length.ts'

export type AccountsOptions = {
  readonly db: Database
  readonly log: Log
  readonly secret: string
  readonly publicUrl: string | undefined
  /** Whether this address may sign up now, with what the link of an invitation carries. */
  readonly maySignUp: (email: string, invitation: string | undefined) => Promise<boolean>
}

const day = 24 * 60 * 60

/** Our names for better-auth's tables and columns. */
const naming = {
  user: {
    modelName: 'user_account',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
  session: {
    modelName: 'session',
    expiresIn: 30 * day,
    updateAge: day,
    fields: {
      userId: 'account_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  account: {
    modelName: 'credential',
    fields: {
      userId: 'account_id',
      providerId: 'provider_id',
      accountId: 'provider_account',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: {
    modelName: 'verification',
    fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
}

/** A proxy may speak https where this server does not know of it. */
function originsOf(url: string | undefined): string[] {
  if (url === undefined) return []
  const { host } = new URL(url)
  return [`http://${host}`, `https://${host}`]
}

/** better-auth on our database: e-mail and password, sessions in cookies. Its own rate limit is off: see `tries.ts`. */
export function openAccounts({ db, log, secret, publicUrl, maySignUp }: AccountsOptions) {
  return betterAuth({
    appName: 'Fernweh',
    secret,
    basePath: '/api/auth',
    baseURL: publicUrl ?? 'http://localhost',
    trustedOrigins: (request) => originsOf(request?.url),
    database: { db, type: 'postgres', transaction: true },
    ...naming,
    emailAndPassword: { enabled: true, minPasswordLength: leastPassword, maxPasswordLength: mostPassword },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    onAPIError: { throw: true },
    logger: { level: 'warn', log: (level, message) => log[level]({ part: 'accounts' }, message) },
    advanced: {
      cookiePrefix: 'fernweh',
      useSecureCookies: publicUrl?.startsWith('https://') ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: ['x-fernweh-address'] },
      database: { generateId: () => crypto.randomUUID() },
    },
    hooks: { before: createAuthMiddleware((context) => before(context, maySignUp)) },
  })
}

type Asked = { readonly path?: string; readonly body?: unknown }

async function before({ path, body }: Asked, maySignUp: AccountsOptions['maySignUp']) {
  const sent = typeof body === 'object' && body !== null ? body : {}
  if (path === '/sign-up/email') {
    const email = 'email' in sent ? String(sent.email).toLowerCase() : ''
    const invitation = 'invitation' in sent ? String(sent.invitation) : undefined
    if (!(await maySignUp(email, invitation))) {
      throw new APIError('FORBIDDEN', { code: 'SIGN_UP_CLOSED', message: 'Signing up needs an invitation' })
    }
    const { invitation: _, setup: __, ...rest } = { invitation, setup: undefined, ...sent }
    return { context: { body: rest } }
  }
  if (path === '/change-password') return { context: { body: { ...sent, revokeOtherSessions: true } } }
}

export type Accounts = ReturnType<typeof openAccounts>
