import { faultTexts } from './faultTexts.ts'
import { useTexts } from './i18n.tsx'
import { type Problem, problemOf } from './problem.ts'
import { shellTexts } from './texts.ts'

type Kind = keyof typeof shellTexts.de.problem

/** The sort of problem a person can act on. */
export function kindOf({ status }: Pick<Problem, 'status'>): Kind {
  if (status === 0) return 'offline'
  if (status === 400 || status === 422) return 'invalid'
  if (status === 401) return 'unknown'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'missing'
  if (status === 409) return 'stale'
  if (status === 413) return 'large'
  if (status === 429) return 'rate'
  if (status === 503 || status === 504) return 'busy'
  return 'server'
}

/** Codes whose own sentence from the server tells more than the words for the code. */
const telling = [
  'file.unreadable',
  'file.packed',
  'mapping.incomplete',
  'event.unknown',
  'journey.invalid',
  'contacts.unreadable',
  'contacts.columns',
]

/** A problem in words: what happened, what to do, and the server's own (English) sentence where it adds something. */
export function useAdvice(): (error: unknown) => { title: string; advice: string; detail: string } {
  const { problem } = useTexts(shellTexts)
  const faults = useTexts(faultTexts)
  return (error) => {
    const met = problemOf(error)
    const named = Object.entries(faults).find(([code]) => code === met.code)?.[1]
    const plain = named ? !telling.includes(met.code) : ['server', 'offline', 'missing'].includes(kindOf(met))
    const detail = plain || met.detail === met.title ? '' : met.detail
    return { ...(named ?? problem[kindOf(met)]), detail }
  }
}
