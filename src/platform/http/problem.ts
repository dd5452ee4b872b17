import { ORPCError, ValidationError } from '@orpc/server'
import { commonFault, Fault } from '../../kernel/fault.ts'
import { shortageOf } from '../shortage.ts'

/** The body of a failed request, RFC 9457. */
export type Problem = {
  readonly type: 'about:blank'
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly code: string
  readonly [fact: string]: unknown
}

type Issue = { readonly path: string; readonly message: string }

const unexpected = new Fault('server.failed', { status: 500, title: 'Something went wrong on our side' })

function issuesOf(list: ValidationError['issues']): Issue[] {
  const name = (part: PropertyKey | { readonly key: PropertyKey }) => String(typeof part === 'object' ? part.key : part)
  return list.map((issue) => ({ path: (issue.path ?? []).map(name).join('.'), message: issue.message }))
}

const invalid = (issues: readonly Issue[]): Fault =>
  commonFault('request.invalid', issues.map((issue) => `${issue.path} ${issue.message}`.trim()).join('; '), { issues })

function faultOfOrpc(error: ORPCError<string, unknown>): Fault | undefined {
  if (error.cause instanceof Fault) return error.cause
  if (error.status >= 500) return undefined
  if (error.cause instanceof ValidationError) return invalid(issuesOf(error.cause.issues))
  return new Fault(error.code.toLowerCase().replaceAll('_', '.'), { status: error.status, title: error.message })
}

/** What a form of parts that breaks off or has no order makes its reader say. */
const brokenForm = /^(Unexpected end of|Part terminated early|Malformed|Multipart:)/

/** Errors of Fastify and its plugins that tell what the caller did wrong. */
function faultOfFastify(error: Error): Fault | undefined {
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 429) return commonFault('rate.exceeded')
  if (status === 413) return new Fault('request.large', { status, title: 'The request is too large' })
  if (status === 415) return new Fault('request.type', { status, title: 'This content type is not understood' })
  if (status === 500 && brokenForm.test(error.message)) return commonFault('request.invalid', 'The form is broken')
  return status >= 400 && status < 500 ? commonFault('request.invalid', error.message) : undefined
}

/** The fault behind an error; undefined for anything that nobody foresaw. */
export function faultOf(error: unknown): Fault | undefined {
  if (error instanceof Fault) return error
  const told = error instanceof ORPCError ? faultOfOrpc(error) : error instanceof Error && faultOfFastify(error)
  return told || shortageOf(error)
}

/** What a caller may know of an error: a fault as it is, of all others nothing. */
export function problemOf(error: unknown): Problem {
  const fault = faultOf(error) ?? unexpected
  const { status, title, code, facts } = fault
  return { ...facts, type: 'about:blank', status, title, detail: fault.message, code }
}
