import { type AnyRouter, enhanceRouter, os } from '@orpc/server'
import type { Caller } from '../caller.ts'
import type { Audit } from './audit.ts'

/** What writes its own entry, with more than is known here. */
const entersItself = new Set(['people.protection.erase', 'people.protection.copy', 'people.protection.copyFiles'])

/** Questions that take the form of a POST. */
export const asksOnly =
  /\.(preview|dryRun|tryLocal|draft|count|sample|figures|touchpoint|travellers|funnel|flow|stated)$/

/** What an entry keeps of a request beside the ids in its path. */
const kept = ['role', 'kind', 'state', 'purpose'] as const

/** Whose link is a secret, and what stands in columns of its own. */
const left = new Set(['workspace', 'person', 'invitation', 'token'])

const textOf = (input: unknown, name: string): string | undefined => {
  const value: unknown = Object(input)[name]
  return typeof value === 'string' && value.length <= 200 ? value : undefined
}

function detailsOf(path: string, input: unknown, output: unknown): Record<string, string> {
  const named = [...path.matchAll(/\{\+?(\w+)\}/g)].map(([, name = '']) => name).filter((name) => !left.has(name))
  const all = [...named, ...kept].map((name) => [name, textOf(input, name)])
  const made = textOf(output, 'id')
  return Object.fromEntries([...all, ['made', made]].filter(([, text]) => text !== undefined))
}

/**
 * Enters into the audit log what happens through a router, once it has happened: everything that changes something in a
 * workspace, and every look at one person.
 */
export function watched<T extends AnyRouter>(router: T, audit: Pick<Audit, 'write' | 'seen'>) {
  const watch = os.$context<{ caller: Caller }>().middleware(async ({ context, path, procedure, next }, input) => {
    const result = await next()
    const { method = 'POST', path: address = '' } = procedure['~orpc'].route
    const action = path.join('.')
    const workspace = textOf(input, 'workspace')
    if (
      !address.startsWith('/w/{workspace}') ||
      workspace === undefined ||
      entersItself.has(action) ||
      asksOnly.test(action)
    )
      return result
    const { caller } = context
    const person = textOf(input, 'person')
    if (method === 'GET') {
      if (person !== undefined && address.includes('{person}'))
        await audit.seen(caller, workspace, String(BigInt(person)))
      return result
    }
    const details = detailsOf(address, input, result.output)
    await audit.write({ workspace, caller, action, person: person ?? null, details })
    return result
  })
  return enhanceRouter<T, { caller: Caller }, { caller: Caller }, Record<never, never>>(router, {
    middlewares: [watch],
    errorMap: {},
    prefix: undefined,
    tags: [],
    dedupeLeadingMiddlewares: false,
  })
}
