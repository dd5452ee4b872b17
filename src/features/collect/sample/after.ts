import { choice, pick } from '../../../kernel/random.ts'
import { carrierHours, officeHours, shopHours, shopVisit, webVisit, workday } from './calendar.ts'
import type { Category, Channel } from './events.ts'
import { groundTruth } from './groundTruth.ts'
import { ask, type Shift, starsFor } from './survey.ts'
import { type Tale, tell } from './tale.ts'

const hour = 1 / 24

export type Order = {
  readonly at: number
  readonly delivered: boolean
  readonly category: Category
  readonly product: string
  readonly cents: number
  /** The part of it that could be sent back without the bicycle. */
  readonly extras: number
  readonly shifts: readonly Shift[]
}

const caseReasons = choice<string>([
  ['defect', 34],
  ['assembly_question', 22],
  ['invoice', 14],
  ['warranty', 16],
  ['missing_part', 14],
])
const caseChannels = choice<Channel>([
  ['phone', 48],
  ['email', 38],
  ['store', 14],
])
const returnReasons = choice<string>([
  ['wrong_size', 42],
  ['not_as_expected', 30],
  ['damaged', 14],
  ['too_late', 6],
  ['changed_mind', 8],
])

const callForHelp = (tale: Tale, from: number, why: string | undefined, shifts: readonly Shift[]): void => {
  const { dice, calendar, person } = tale
  const drawn = pick(dice, caseChannels)
  const channel = drawn === 'store' && !person.store ? 'phone' : drawn
  const store = channel === 'store' ? person.store : ''
  const reason = why ?? pick(dice, caseReasons)
  const hours = channel === 'store' ? shopHours : officeHours
  const opened = workday(calendar, dice, from, hours)
  const closed = workday(calendar, dice, opened + 1 + dice.lognormal(1.5, 0.8), hours)
  if (!tell(tale, 'service_case_opened', opened, channel, { reason, store })) return
  if (!tell(tale, 'service_case_closed', closed, channel, { reason, store })) return
  ask(tale, 'service_case_closed', closed + dice.between(1, 30) * hour, 0.32, shifts)
}

/** The parcel, and what people do when it is late or wrong. Says when they had it, and in which mood. */
const waitForIt = (tale: Tale, order: Order): { at: number; shifts: readonly Shift[] } => {
  const { dice, calendar, person } = tale
  const { delivery, returns } = groundTruth
  const slow = person.home.region === delivery.slow.region
  const shifts: readonly Shift[] = slow ? [...order.shifts, 'slowDelivery'] : order.shifts
  const what = { product: order.product, category: order.category }
  const days = dice.lognormal(slow ? delivery.slow.median : delivery.median, delivery.sigma)
  const at = workday(calendar, dice, order.at + Math.max(1, days), carrierHours)
  if (slow && dice.chance(0.3)) callForHelp(tale, order.at + days * 0.7, 'delivery_late', shifts)
  if (!tell(tale, 'delivery_received', at, 'post', what)) return { at, shifts }
  ask(tale, 'delivery_received', at + dice.between(4, 60) * hour, 0.24, shifts)
  const bike = order.category !== 'accessories'
  if (dice.chance(bike ? returns.bike : returns.accessories)) {
    const sent = workday(calendar, dice, at + 1 + dice.exponential(4), carrierHours)
    const part = order.extras > 0 && dice.chance(0.7) ? order.extras : order.cents
    tell(tale, 'return_sent', sent, 'post', { ...what, cents: -part, reason: pick(dice, returnReasons) })
  }
  return { at, shifts }
}

/** The first inspection, after some weeks of riding. */
const inspect = (tale: Tale, order: Order): void => {
  const { dice, calendar, person } = tale
  if (!person.store || order.category === 'accessories' || !dice.chance(0.6)) return
  const at = shopVisit(calendar, dice, order.at + dice.lognormal(50, 0.35))
  const here = { store: person.store, product: order.product, category: order.category }
  if (!tell(tale, 'inspection', at, 'store', here)) return
  const unhappy = person.store === groundTruth.unhappyStore.store
  ask(tale, 'inspection', at + dice.between(2, 40) * hour, 0.24, unhappy ? ['unhappyStore'] : [], here)
}

const recommend = (tale: Tale, order: Order, from: number, shifts: readonly Shift[]): void => {
  const { dice, calendar, person } = tale
  const gladness = shifts.length > 0 ? 0.5 : 1
  const at = from + 3 + dice.lognormal(14, 0.6)
  if (dice.chance(0.115 * gladness)) {
    tell(tale, 'review_written', webVisit(calendar, dice, at), 'direct', {
      csat: starsFor(dice, shifts),
      product: order.product,
      category: order.category,
      device: person.device,
    })
  }
  if (dice.chance(0.065 * gladness)) {
    const told = workday(calendar, dice, at + dice.exponential(20), carrierHours)
    tell(tale, 'friend_referred', told, 'word_of_mouth')
    ask(tale, 'friend_referred', told + dice.between(1, 30) * hour, 0.5, shifts)
  }
}

/** What follows a purchase. */
export const liveWithIt = (tale: Tale, order: Order): void => {
  const { dice } = tale
  const { at, shifts } = order.delivered ? waitForIt(tale, order) : { at: order.at, shifts: order.shifts }
  if (dice.chance(order.category === 'accessories' ? 0.05 : 0.12)) {
    callForHelp(tale, at + 1 + dice.lognormal(20, 0.9), undefined, shifts)
  }
  inspect(tale, order)
  recommend(tale, order, at, shifts)
}
