import { type AnyRouter, enhanceRouter, isProcedure, os } from '@orpc/server'
import { isRight, type Right } from '../../kernel/rights.ts'
import type { Permit } from './access.ts'
import type { Audit } from './audit/audit.ts'
import { watched } from './audit/watch.ts'
import type { CallerContext, Placed } from './caller.ts'

function rightOf({ right }: { readonly right?: unknown }, name: string): Right {
  if (!isRight(right)) throw new Error(`The endpoint ${name} declares no right`)
  return right
}

function checkAll(node: unknown, name: string): void {
  if (isProcedure(node)) rightOf(node['~orpc'].meta, name)
  else for (const [key, inner] of Object.entries(Object(node))) checkAll(inner, `${name}.${key}`)
}

const workspaceIn = (input: unknown): unknown => Object(input).workspace

/** Checks the right that each endpoint declares, before its input is looked at. */
function permitted<T extends AnyRouter>(router: T, permit: Permit) {
  const check = os.$context<CallerContext>().middleware(async ({ context, path, procedure, next }, input) => {
    const right = rightOf(procedure['~orpc'].meta, path.join('.'))
    const workspace = await permit(context.caller, right, workspaceIn(input))
    return next({ context: workspace ? { workspace } : {} })
  })
  return enhanceRouter<T, CallerContext, Placed, Record<never, never>>(router, {
    middlewares: [check],
    errorMap: {},
    prefix: undefined,
    tags: [],
    dedupeLeadingMiddlewares: false,
  })
}

/**
 * A router whose endpoints are called by those alone who may, and entered into the audit log. An endpoint that declares no
 * right is a bug that is told at once.
 */
export function guarded<T extends AnyRouter>(
  router: T,
  { permit, audit }: { readonly permit: Permit; readonly audit: Pick<Audit, 'write' | 'seen'> },
) {
  checkAll(router, 'api')
  return permitted(watched(router, audit), permit)
}
