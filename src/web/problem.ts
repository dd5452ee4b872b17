import { ORPCError } from '@orpc/client'
import { z } from 'zod'

const Body = z.object({
  status: z.number().optional(),
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
})

/** What a failed request says, whatever failed. `status` 0 = the server was not reached. */
export type Problem = {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
}

/** Reads the body of a problem+json answer. */
export function problemIn(body: unknown, status: number): Problem {
  const read = Body.safeParse(body)
  const { code, title, detail } = read.success ? read.data : {}
  return { status, code: code ?? String(status), title: title ?? '', detail: detail ?? '' }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof ORPCError) return problemIn(error.data, error.status)
  if (error instanceof TypeError) return { status: 0, code: 'offline', title: '', detail: '' }
  return { status: 500, code: 'unexpected', title: '', detail: error instanceof Error ? error.message : '' }
}

/** A problem met outside the contract's client: uploads and accounts. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.title || problem.code)
    this.name = 'ProblemError'
    this.problem = problem
  }
}
