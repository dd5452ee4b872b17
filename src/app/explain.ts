import { Fault } from '../kernel/fault.ts'
import { WrongUse } from './usage.ts'

const isFull = (problem: unknown): boolean =>
  problem instanceof Error &&
  (('code' in problem && problem.code === 'ENOSPC') || /No space left/.test(problem.message))

/** What a person can act on is told in a sentence; anything else is a bug and keeps its stack for the report. */
export function explain(problem: unknown): string {
  if (isFull(problem)) return 'The disk is full.'
  if (problem instanceof WrongUse || problem instanceof Fault) return problem.message
  if (problem instanceof Error && 'status' in problem) return problem.message
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)
}
