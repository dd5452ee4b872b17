import { choice, pick } from '../../../kernel/random.ts'
import type { Order } from './after.ts'
import { officeHours, shopVisit, workday } from './calendar.ts'
import type { Channel } from './events.ts'
import { groundTruth } from './groundTruth.ts'
import { purchaseByPhone, purchaseInStore, purchaseOnline, purchaseWithCard } from './purchase.ts'
import { ask, type Shift } from './survey.ts'
import { reaches, type Tale, tell } from './tale.ts'
import { openVisit, see } from './visit.ts'

const hour = 1 / 24

const comingBack = choice<Channel>([
  ['direct', 50],
  ['organic_search', 21],
  ['paid_search', 11],
  ['social', 12],
  ['referral', 6],
])
/** The way by which somebody returns to the website. */
export const comeBackBy = (tale: Tale): Channel => {
  const channel = pick(tale.dice, comingBack)
  return channel === 'social' && !reaches(tale, 'social') ? 'direct' : channel
}

/** The share who buy of those who have decided to. */
const buying = ({ person }: Tale): number => Math.min(0.95, 0.46 * Math.exp(0.12 * person.desire))

/** The advertisement that follows a full cart around: it reaches those who are about to buy, and changes nothing. */
const beFollowed = (tale: Tale, from: number): number => {
  if (!reaches(tale, 'display') || !tale.dice.chance(0.6)) return from
  const visit = openVisit(tale, from + tale.dice.exponential(0.8), 'display')
  see(tale, visit, 'product_view', tale.wish.product)
  return visit.at
}

/** Goes to see and to ride it. Says when that was over. */
const tryInStore = (tale: Tale, from: number, shifts: readonly Shift[]): number => {
  const { dice, calendar, person, wish } = tale
  const here = { store: person.store, ...wish }
  let at = shopVisit(calendar, dice, from)
  tell(tale, 'store_visit', at, 'store', here)
  ask(tale, 'store_visit', at + dice.between(2, 30) * hour, 0.16, shifts, here)
  if (wish.category === 'accessories' || !dice.chance(0.68)) return at
  at = dice.chance(0.5) ? at + 0.4 * hour : shopVisit(calendar, dice, at + 1 + dice.exponential(2))
  tell(tale, 'test_ride', at, 'store', here)
  tale.known = true
  ask(tale, 'test_ride', at + dice.between(2, 30) * hour, 0.22, shifts, here)
  return at
}

export const decideInStore = (tale: Tale, from: number): Order | undefined => {
  const { dice, calendar, person, wish } = tale
  const unhappy = person.store === groundTruth.unhappyStore.store
  const tried = tryInStore(tale, from + 1, unhappy ? ['unhappyStore'] : [])
  const followed = dice.chance(0.25) ? beFollowed(tale, tried) : tried
  if (!dice.chance(buying(tale) * (unhappy ? groundTruth.unhappyStore.buying : 1))) return undefined
  if (dice.chance(0.16)) {
    const visit = openVisit(tale, followed + dice.exponential(1), 'direct')
    see(tale, visit, 'cart_add', wish.product)
    return purchaseOnline(tale, visit)
  }
  const sameVisit = followed === tried && dice.chance(0.5)
  return purchaseInStore(
    tale,
    sameVisit ? tried + 0.5 * hour : shopVisit(calendar, dice, followed + 1 + dice.exponential(2)),
  )
}

export const decideFromAfar = (tale: Tale, from: number): Order | undefined => {
  const { dice, calendar, person, wish } = tale
  let at = from
  if (dice.chance(wish.category === 'accessories' ? 0.08 : 0.25)) {
    at = workday(calendar, dice, at + 1, officeHours)
    tell(tale, 'phone_advice', at, 'phone', wish)
    tale.known = true
    ask(tale, 'phone_advice', at + dice.between(0.5, 20) * hour, 0.2)
    if (dice.chance(0.3)) return dice.chance(buying(tale)) ? purchaseByPhone(tale, at + 0.25 * hour) : undefined
  }
  if (dice.chance(person.arrival === 'print' ? 0.6 : 0.03)) {
    return dice.chance(buying(tale)) ? purchaseWithCard(tale, at) : undefined
  }
  const visit = openVisit(tale, at, comeBackBy(tale))
  see(tale, visit, 'product_view', wish.product)
  see(tale, visit, 'cart_add', wish.product)
  const followed = beFollowed(tale, visit.at)
  if (!dice.chance(buying(tale) * 1.1)) return undefined
  return purchaseOnline(tale, followed > visit.at ? openVisit(tale, followed + dice.exponential(0.5), 'direct') : visit)
}
