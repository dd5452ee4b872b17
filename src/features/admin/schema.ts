import { z } from 'zod'
import { roles } from '../../kernel/rights.ts'
import { TimeZone } from '../../kernel/words.ts'

export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export const languages = ['de', 'en'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

export const WorkspaceSettings = z.object({
  name: z.string().trim().min(1).max(80),
  timeZone: TimeZone,
  currency: z
    .string()
    .max(3)
    .regex(/^[A-Z]{3}$/, 'is not a currency code like EUR'),
  language: Language,
})
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>

export const Workspace = WorkspaceSettings.extend({ id: z.uuid(), role: Role })
export type Workspace = z.infer<typeof Workspace>

export const User = z.object({ id: z.string(), email: z.string(), name: z.string() })
export type User = z.infer<typeof User>

/** `setup`: nobody has an account yet, the next to sign up becomes the owner; with `code` only by the setup code. */
export const Me = z.discriminatedUnion('state', [
  z.object({ state: z.literal('setup'), code: z.boolean() }),
  z.object({ state: z.literal('signed-out') }),
  z.object({ state: z.literal('signed-in'), user: User, workspaces: z.array(Workspace) }),
])
export type Me = z.infer<typeof Me>

export const Member = z.object({ id: z.string(), user: User, role: Role, since: z.iso.datetime() })
export type Member = z.infer<typeof Member>

export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: Role,
  expires: z.iso.datetime(),
  workspaceName: z.string(),
})
export type Invitation = z.infer<typeof Invitation>

/** Rows that are gone, of one table; null where nobody knows how many. */
export const Lost = z.object({ table: z.string(), rows: z.number().nullable() })
export type Lost = z.infer<typeof Lost>
