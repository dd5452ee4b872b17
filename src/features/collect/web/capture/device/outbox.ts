import { inBurst } from '../../../capture/burst.ts'
import type { Answer, Message, Withdrawal } from '../../../capture/schema.ts'
import { undoMs } from '../../../capture/words.ts'

/** A message as the device keeps it: from when on it may go, how often it was tried, and whether it was taken back. */
export type Kept = {
  readonly id: string
  readonly outbox: string
  readonly message: Message
  readonly due: number
  readonly tries: number
  readonly sent: boolean
  /** When it was taken back; 0: it stands. */
  readonly undone: number
}

export const isOpen = ({ sent, undone, tries }: Kept): boolean =>
  sent || tries > 0 ? !sent || undone > 0 : undone === 0

const answersOf = (kept: readonly Kept[]): { kept: Kept; answer: Answer }[] =>
  kept
    .flatMap((one) => (one.message.what === 'answer' ? [{ kept: one, answer: one.message }] : []))
    .sort((a, b) => a.answer.at - b.answer.at)

/** The messages with the answers that lie in a burst marked; sent ones are looked at, but change no more. */
export function marked(kept: readonly Kept[], burstMs: number): Kept[] {
  const answers = answersOf(kept)
  const marks = inBurst(
    answers.map(({ answer }) => answer.at),
    burstMs,
  )
  const suspected = new Set(answers.filter((_, i) => marks[i]).map((one) => one.kept.id))
  return kept.map((one) =>
    one.message.what === 'answer' && suspected.has(one.id) && !one.sent && one.tries === 0
      ? { ...one, message: { ...one.message, suspected: true } }
      : one,
  )
}

export type Plan = {
  readonly messages: readonly Kept[]
  readonly withdrawals: readonly (Withdrawal & { readonly kept: Kept })[]
  /** Taken back before they ever left. */
  readonly forget: readonly Kept[]
  /** When the next one may go; undefined: none waits for its time. */
  readonly next: number | undefined
}

const mostPerDelivery = 100

/** What to do now. A message that may have arrived is withdrawn at the server; it is not sent again. */
export function planOf(kept: readonly Kept[], now: number): Plan {
  const forget = kept.filter((one) => one.undone > 0 && one.tries === 0)
  const withdrawals = kept
    .filter((one) => one.undone > 0 && one.tries > 0)
    .map((one) => ({ id: one.id, at: one.message.at, undone: one.undone, kept: one }))
  const open = kept.filter((one) => one.undone === 0 && !one.sent)
  const messages = open.filter((one) => one.due <= now).sort((a, b) => a.message.at - b.message.at)
  const later = open.filter((one) => one.due > now).map((one) => one.due)
  return {
    messages: messages.slice(0, mostPerDelivery),
    withdrawals: withdrawals.slice(0, mostPerDelivery),
    forget,
    next: messages.length > mostPerDelivery ? now : later.length > 0 ? Math.min(...later) : undefined,
  }
}

const shownNotes = 5
const rememberedMs = 15 * 60_000

/** Sent messages that nobody looks at any more: all but the last notes, and answers that a burst may still reach. */
export function outlived(kept: readonly Kept[], now: number): Kept[] {
  const notes = kept.filter(({ message }) => message.what === 'note').sort((a, b) => b.message.at - a.message.at)
  const shown = new Set(notes.slice(0, shownNotes).map(({ id }) => id))
  return kept.filter((one) => one.sent && one.undone === 0 && !shown.has(one.id) && now - one.message.at > rememberedMs)
}

export const lastNotes = (kept: readonly Kept[]): Kept[] =>
  kept
    .filter(({ message, undone }) => message.what === 'note' && undone === 0)
    .sort((a, b) => b.message.at - a.message.at)
    .slice(0, shownNotes)

export const mayUndo = ({ message, undone }: Kept, now: number): boolean => undone === 0 && now - message.at < undoMs

/** The pause after so many failures in a row, in ms: doubling, at most five minutes, spread by chance (0..1). */
export const pauseAfter = (failures: number, chance: number): number =>
  Math.min(300_000, 2_000 * 2 ** Math.min(failures - 1, 12)) * (0.5 + chance / 2)
