import { Fault } from '../../kernel/fault.ts'
import { type CollectProblem, sentenceOf, sentences } from './sentences.ts'

/** What is wrong with a file or an import, told in English; the facts allow to tell it in German too. */
export const collectFault = (code: CollectProblem, facts: Readonly<Record<string, unknown>> = {}): Fault =>
  new Fault(code, sentences[code], sentenceOf(code, 'en', facts), facts)
