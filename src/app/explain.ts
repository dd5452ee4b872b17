import { Fault } from '../kernel/fault.ts'
import { shortageOf } from '../platform/shortage.ts'
import { WrongUse } from './usage.ts'

/** What a person can act on is told in a sentence; anything else is a bug and keeps its stack for the report. */
export function explain(problem: unknown): string {
  if (problem instanceof WrongUse || problem instanceof Fault) return problem.message
  const shortage = shortageOf(problem)
  if (shortage) return `${shortage.message}.`
  if (problem instanceof Error && 'status' in problem) return problem.message
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)
}
