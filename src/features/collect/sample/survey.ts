import type { Random } from '../../../kernel/random.ts'
import type { Channel, EventName } from './events.ts'
import { groundTruth, phaseOf } from './groundTruth.ts'
import { type Details, type Tale, tell } from './tale.ts'

export type Shift = keyof typeof groundTruth.npsShifts

/** The Net Promoter Score that holds for an event, with all that spoils it. */
const moodAbout = (event: EventName, shifts: readonly Shift[]): number => {
  const phase = phaseOf.get(event)
  const base = phase ? groundTruth.nps[phase] : 0
  return shifts.reduce((mood, shift) => mood + groundTruth.npsShifts[shift], base)
}

/** Three in ten are passives; promoters and detractors share the rest so that their difference is the mood. */
export const answer = (dice: Random, mood: number): { csat: number; nps: number } => {
  const detractors = Math.min(0.7, Math.max(0, (0.7 - mood / 100) / 2))
  const where = dice.uniform()
  if (where < detractors) {
    return {
      csat: dice.chance(0.45) ? 3 : dice.chance(0.6) ? 2 : 1,
      nps: dice.chance(0.6) ? 5 + dice.below(2) : dice.below(5),
    }
  }
  if (where < detractors + 0.3) return { csat: dice.chance(0.75) ? 4 : 3, nps: dice.chance(0.4) ? 7 : 8 }
  return { csat: dice.chance(0.7) ? 5 : 4, nps: dice.chance(0.55) ? 10 : 9 }
}

/** Asks how an event felt, and writes down the answer of those who give one. Half are asked for the NPS too. */
export const ask = (
  tale: Tale,
  about: EventName,
  at: number,
  responding: number,
  shifts: readonly Shift[] = [],
  details: Details & { readonly channel?: Channel } = {},
): void => {
  const { dice } = tale
  if (!dice.chance(responding)) return
  const { csat, nps } = answer(dice, moodAbout(about, shifts))
  const { channel = 'email', ...rest } = details
  tell(tale, 'survey_answered', at, channel, { ...rest, csat, nps: dice.chance(0.5) ? nps : null, about })
}

/** The stars that somebody in this mood gives. */
export const starsFor = (dice: Random, shifts: readonly Shift[]): number =>
  answer(dice, moodAbout('review_written', shifts)).csat
