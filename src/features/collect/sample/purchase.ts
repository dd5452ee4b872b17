import type { Order } from './after.ts'
import { carrierHours, officeHours, workday } from './calendar.ts'
import { priceOf } from './catalogue.ts'
import { groundTruth } from './groundTruth.ts'
import { ask, type Shift } from './survey.ts'
import { type Tale, tell } from './tale.ts'
import { see, type Visit } from './visit.ts'

const hour = 1 / 24

/** What the wish is worth in cents; a bicycle seldom comes alone. */
const worth = ({ dice, wish }: Tale): { cents: number; extras: number } => {
  const main = priceOf(dice, wish.category)
  let extras = 0
  for (let left = dice.poisson(wish.category === 'accessories' ? 0.5 : 0.9); left > 0; left--) {
    extras += priceOf(dice, 'accessories')
  }
  return { cents: main + extras, extras: wish.category === 'accessories' ? main : extras }
}

const ordered = (tale: Tale, at: number, delivered: boolean, shifts: readonly Shift[] = []): Order => {
  tale.known = true
  return { at, delivered, shifts, ...tale.wish, ...worth(tale) }
}

/** How likely a payment breaks off now. */
const failing = ({ calendar }: Tale, { at, device }: Visit): number => {
  const { fault, failing } = groundTruth.payment
  return device === fault.device && calendar.faulty[Math.floor(at)] ? fault.failing : failing
}

const failures = ['card_declined', 'bank_timeout', 'confirmation_missing'] as const

/** Pays, if need be several times. Says whether it worked, and whether it hurt. */
const pay = (tale: Tale, visit: Visit): { paid: boolean; hurt: boolean } => {
  const { dice, wish } = tale
  let hurt = false
  do {
    see(tale, visit, 'checkout_start', wish.product)
    if (!dice.chance(failing(tale, visit))) return { paid: true, hurt }
    see(tale, visit, 'payment_failed', wish.product, failures[dice.below(failures.length)])
    hurt = true
  } while (dice.chance(groundTruth.payment.triesAgain))
  return { paid: false, hurt }
}

/** The four ways to buy. Each says what was ordered; nothing where it failed or the sample has ended. */
export const purchaseOnline = (tale: Tale, visit: Visit): Order | undefined => {
  const { paid, hurt } = pay(tale, visit)
  if (!paid) return undefined
  const order = ordered(tale, visit.at, true, hurt ? ['paymentFailed'] : [])
  if (!see(tale, visit, 'purchase', order.product, '', order.cents)) return undefined
  const { session, device, channel, at } = visit
  ask(tale, 'purchase', at + 0.05 * hour, 0.16, order.shifts, { session, device, channel })
  return order
}

export const purchaseInStore = (tale: Tale, at: number): Order | undefined => {
  const { person, dice, wish } = tale
  const order = ordered(tale, at, wish.category === 'cargo' && dice.chance(0.5))
  const here = { store: person.store, ...wish }
  if (!tell(tale, 'purchase', at, 'store', { ...here, cents: order.cents })) return undefined
  const unhappy = person.store === groundTruth.unhappyStore.store
  ask(tale, 'purchase', at + dice.between(1, 24) * hour, 0.14, unhappy ? ['unhappyStore'] : [], here)
  return order
}

export const purchaseByPhone = (tale: Tale, at: number): Order | undefined => {
  const order = ordered(tale, at, true)
  return tell(tale, 'purchase', at, 'phone', { ...tale.wish, cents: order.cents }) ? order : undefined
}

/** The order card from the newspaper travels by post and is booked by the office. */
export const purchaseWithCard = (tale: Tale, from: number): Order | undefined => {
  const { calendar, dice, wish } = tale
  const sent = workday(calendar, dice, from + 1, carrierHours)
  const at = workday(calendar, dice, sent + dice.between(1, 3), officeHours)
  const order = ordered(tale, at, true)
  tell(tale, 'order_card_sent', sent, 'print', wish)
  return tell(tale, 'purchase', at, 'post', { ...wish, cents: order.cents }) ? order : undefined
}
