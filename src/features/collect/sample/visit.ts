import { webVisit } from './calendar.ts'
import { productOf } from './catalogue.ts'
import type { Channel, Device, EventName } from './events.ts'
import { ask } from './survey.ts'
import { type Tale, tell } from './tale.ts'

const minute = 1 / 1440

/** A running visit to the website: `at` moves on with every page. */
export type Visit = { readonly session: string; readonly channel: Channel; readonly device: Device; at: number }

/** How a visit by each channel announces itself; a direct one does not. */
export const landing: Readonly<Partial<Record<Channel, EventName>>> = {
  organic_search: 'search_landing',
  paid_search: 'search_landing',
  social: 'ad_click_social',
  display: 'ad_click_display',
  email: 'newsletter_click',
  referral: 'partner_link_click',
  print: 'print_ad_response',
  word_of_mouth: 'friend_recommendation',
}

const otherDevice: Readonly<Record<Device, Device>> = { mobile: 'desktop', desktop: 'mobile', tablet: 'mobile' }

export const openVisit = (tale: Tale, from: number, channel: Channel): Visit => {
  const { dice, calendar, person } = tale
  const device = dice.chance(0.8) ? person.device : otherDevice[person.device]
  tale.sessions++
  const visit = { session: `${tale.prefix}s${tale.sessions}`, channel, device, at: webVisit(calendar, dice, from) }
  const event = landing[channel]
  if (event) see(tale, visit, event)
  return visit
}

/** One event of a visit, a little later than the one before. */
export const see = (tale: Tale, visit: Visit, event: EventName, product = '', reason = '', cents?: number): boolean => {
  const { session, device, channel, at } = visit
  visit.at = at + tale.dice.exponential(2.5 * minute) + 0.05 * minute
  const category = product ? tale.wish.category : ''
  return tell(tale, event, at, channel, { session, device, product, category, reason, cents })
}

/** Looks around: mostly at the favourite, at others of its kind, sometimes at a guide or the configurator. */
export const browse = (tale: Tale, visit: Visit): void => {
  const { dice, wish } = tale
  const views = 1 + dice.poisson(3)
  for (let n = 0; n < views; n++) {
    see(tale, visit, 'product_view', dice.chance(0.55) ? wish.product : productOf(dice, wish.category))
  }
  const bike = wish.category !== 'accessories'
  if (dice.chance(bike ? 0.28 : 0.12)) see(tale, visit, 'guide_read')
  const { session, device, channel, at } = visit
  ask(tale, 'product_view', at, 0.035, [], { session, device, channel })
}
