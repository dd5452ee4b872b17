import { newMember } from './accounts.ts'
import { newVisitor, type Visitor } from './browser.ts'
import type { Need } from './needs.ts'

/** What an answer says about the right to ask: let in, or why not. */
export type Verdict = 'in' | 'sign in' | 'nowhere' | 'may not'

export function verdictOf({ status, body }: { readonly status: number; readonly body: unknown }): Verdict {
  const { code, detail } = Object(body)
  if (status === 401) return 'sign in'
  if (status === 403 && code === 'caller.forbidden') return 'may not'
  return code === 'thing.missing' && detail === 'There is no such workspace' ? 'nowhere' : 'in'
}

/** The same of a status alone, where 404 can only mean the workspace. */
export const verdictOfStatus = (status: number): Verdict =>
  status === 401 ? 'sign in' : status === 403 ? 'may not' : status === 404 ? 'nowhere' : 'in'

export const callerKinds = [
  'nobody',
  'device',
  'browser key',
  'server key',
  'foreign owner',
  'removed member',
  'viewer',
  'editor',
  'owner',
] as const
export type CallerKind = (typeof callerKinds)[number]
export type Callers = Readonly<Record<CallerKind, Visitor>>

const ranks: Readonly<Record<string, number>> = { viewer: 1, editor: 2, owner: 3, machine: 4 }

/** What somebody has to hear who asks for something in a workspace, or just has to sign in. */
export function verdictFor(need: Need, caller: CallerKind): Verdict {
  if (need === 'anybody') return 'in'
  if (caller === 'nobody' || caller === 'device' || caller.endsWith(' key')) return 'sign in'
  if (need === 'signed-in') return 'in'
  if (caller === 'foreign owner' || caller === 'removed member') return 'nowhere'
  return (ranks[caller] ?? 0) >= (ranks[need] ?? 0) ? 'in' : 'may not'
}

/** Somebody who shows a key with everything they ask. */
export function withKey(url: string, key: string): Visitor {
  const visitor = newVisitor(url)
  const authorization = `Bearer ${key}`
  return {
    ask: (method, path, body, headers) => visitor.ask(method, path, body, { ...headers, authorization }),
    open: (path, headers) => visitor.open(path, { ...headers, authorization }),
    look: (method, path, headers) => visitor.look(method, path, { ...headers, authorization }),
  }
}

export type Keys = { readonly device: string; readonly browser: string; readonly server: string }

/** Everybody who may come to a workspace. `stranger` owns another one. */
export async function everybody(
  url: string,
  { owner, stranger }: { readonly owner: Visitor; readonly stranger: Visitor },
  workspace: string,
  keys: Keys,
): Promise<Callers> {
  const removed = await newMember(url, owner, workspace, 'owner', 'removed@shop.example')
  const { body } = await owner.ask<{ members: { id: string; user: { email: string } }[] }>(
    'GET',
    `/api/w/${workspace}/members`,
  )
  const one = body.members.find(({ user }) => user.email === 'removed@shop.example')
  await owner.ask('DELETE', `/api/w/${workspace}/members/${one?.id}`)
  return {
    nobody: newVisitor(url),
    device: withKey(url, keys.device),
    'browser key': withKey(url, keys.browser),
    'server key': withKey(url, keys.server),
    'foreign owner': stranger,
    'removed member': removed,
    viewer: await newMember(url, owner, workspace, 'viewer'),
    editor: await newMember(url, owner, workspace, 'editor'),
    owner,
  }
}
