import { createAuthClient } from 'better-auth/client'
import { ProblemError } from './problem.ts'

const client = createAuthClient({ basePath: '/api/auth' })

type Answer = {
  readonly error: {
    readonly status: number
    readonly code?: string | undefined
    readonly message?: string | undefined
  } | null
}

function demand({ error }: Answer): void {
  if (error) {
    throw new ProblemError({
      status: error.status,
      code: error.code ?? String(error.status),
      title: error.message ?? '',
      detail: error.message ?? '',
    })
  }
}

/** Signing up, in and out; each throws a ProblemError whose code is better-auth's. */
export const auth = {
  signUp: async (who: { email: string; name: string; password: string; invitation?: string; setup?: string }) =>
    demand(await client.signUp.email(who)),
  signIn: async (who: { email: string; password: string }) => demand(await client.signIn.email(who)),
  signOut: async () => demand(await client.signOut()),
  changePassword: async (change: { currentPassword: string; newPassword: string }) =>
    demand(await client.changePassword({ ...change, revokeOtherSessions: true })),
}
