import type { Invitation, Workspace } from '../../src/features/admin/schema.ts'
import { newVisitor, type Visitor } from './browser.ts'

export const password = 'a good password'
export const settings = { name: 'Rad & Weg', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' }

type Coded = { readonly code?: string }

export const signUp = (visitor: Visitor, email: string, invitation?: string) =>
  visitor.ask<Coded>('POST', '/api/auth/sign-up/email', { name: email.split('@')[0], email, password, invitation })

export const signIn = (visitor: Visitor, email: string, secret = password) =>
  visitor.ask<Coded>('POST', '/api/auth/sign-in/email', { email, password: secret })

async function done<T>(asked: Promise<{ readonly status: number; readonly body: T }>): Promise<T> {
  const { status, body } = await asked
  if (status !== 200) throw new Error(`The server answered ${status}: ${JSON.stringify(body)}`)
  return body
}

/** Signs up the first account and makes its workspace. */
export async function newOwner(url: string): Promise<{ visitor: Visitor; workspace: string }> {
  const visitor = newVisitor(url)
  await done(signUp(visitor, 'owner@shop.example'))
  const { id } = await done(visitor.ask<Workspace>('POST', '/api/workspaces', settings))
  return { visitor, workspace: id }
}

/** Invites somebody by link, who signs up and accepts. */
export async function newMember(
  url: string,
  owner: Visitor,
  workspace: string,
  role: string,
  email = `${role}@shop.example`,
): Promise<Visitor> {
  const visitor = newVisitor(url)
  const { id } = await done(owner.ask<Invitation>('POST', `/api/w/${workspace}/invitations`, { email, role }))
  await done(signUp(visitor, email, id))
  await done(visitor.ask('POST', `/api/invitations/${id}/accept`))
  return visitor
}
