import { pick } from '../../../kernel/random.ts'
import { liveWithIt, type Order } from './after.ts'
import { officeHours, shopVisit, workday } from './calendar.ts'
import { productOf } from './catalogue.ts'
import { comeBackBy, decideFromAfar, decideInStore } from './decision.ts'
import type { Channel } from './events.ts'
import { purchaseInStore, purchaseOnline } from './purchase.ts'
import { ask } from './survey.ts'
import { liftOf, reaches, type Tale, tell } from './tale.ts'
import { browse, landing, openVisit, see } from './visit.ts'

const hour = 1 / 24

/** The first contact, which is within the twelve months for everybody. Says when it was over. */
const hearOfTheShop = (tale: Tale): number => {
  const { dice, calendar, person, lines } = tale
  let at = 0
  while (lines.length === 0) {
    const day = pick(dice, calendar.season)
    at = person.arrival === 'store' ? walkIn(tale, day) : land(tale, day, person.arrival)
  }
  return at
}

const walkIn = (tale: Tale, day: number): number => {
  const { dice, calendar, person } = tale
  const at = shopVisit(calendar, dice, day)
  tell(tale, 'store_walk_in', at, 'store', { store: person.store })
  ask(tale, 'store_walk_in', at + dice.between(2, 30) * hour, 0.04, [], { store: person.store })
  return at
}

const land = (tale: Tale, day: number, by: Channel): number => {
  const visit = openVisit(tale, day, by)
  const { session, device, channel } = visit
  const event = landing[by]
  if (event) ask(tale, event, visit.at, 0.015, [], { session, device, channel })
  return visit.at
}

/** Some come by once more, and do not look at anything either. */
const passBy = (tale: Tale, from: number): void => {
  const { dice } = tale
  for (let times = dice.poisson(0.55); times > 0; times--) {
    openVisit(tale, from + dice.exponential(25), dice.chance(0.6) ? 'organic_search' : 'paid_search')
  }
}

/** Newsletters come every other Thursday; those who open them sometimes click. Everybody stops reading some day. */
const readNewsletters = (tale: Tale, from: number): void => {
  const { dice, calendar, person } = tale
  const issues = Math.ceil(dice.exponential(9))
  let day = Math.floor(from) + 1
  while (calendar.weekday[day] !== 4 && day < calendar.days) day++
  for (let issue = 0; issue < issues && day < calendar.days; issue++, day += 14) {
    if (!dice.chance(0.5)) continue
    const at = day + (17 + dice.exponential(5)) * hour
    tell(tale, 'newsletter_open', at, 'email', { device: person.device })
    if (dice.chance(0.16)) browse(tale, openVisit(tale, at, 'email'))
  }
}

/** Leaves the address; from here on the newsletter comes, and with luck an invitation to a test ride. */
const subscribe = (tale: Tale, at: number): void => {
  const { dice, calendar, person } = tale
  tale.subscribed = true
  tale.known = true
  if (reaches(tale, 'email')) readNewsletters(tale, at)
  if (!person.store || !reaches(tale, 'post')) return
  const comes = workday(calendar, dice, at + dice.between(2, 5), officeHours)
  tell(tale, 'invitation_received', comes, 'post', { store: person.store })
}

/** Weighs it up over days or weeks. Says when it was over. */
const consider = (tale: Tale, from: number, span: number): number => {
  const { dice, person, wish } = tale
  const bike = wish.category !== 'accessories'
  const visits = 1 + dice.poisson(bike ? 3.6 : 1.9)
  const signsUp = dice.chance(0.36 + 0.06 * person.desire) ? dice.below(Math.min(2, visits)) : -1
  let at = from
  for (let n = 0; n < visits; n++) {
    if (n > 0) at += dice.exponential((span * 0.75) / visits)
    const visit = openVisit(tale, at, n === 0 ? 'direct' : comeBackBy(tale))
    browse(tale, visit)
    if (bike && dice.chance(0.16)) see(tale, visit, 'bike_configured', wish.product)
    if (n === signsUp) {
      see(tale, visit, 'newsletter_signup')
      subscribe(tale, visit.at)
    }
    at = visit.at
  }
  return at
}

/** How much likelier all that reached somebody made the decision. */
const lift = (tale: Tale): number => {
  const letter = tale.person.store ? liftOf(tale, 'post') : 1
  return liftOf(tale, 'social') * (tale.subscribed ? liftOf(tale, 'email') * letter : 1)
}

/** Customers come back for accessories, some several times. */
const comeAgain = (tale: Tale, from: number): Order | undefined => {
  const { dice, calendar, person } = tale
  tale.wish = { category: 'accessories', product: productOf(dice, 'accessories') }
  const at = from + dice.lognormal(60, 0.8)
  if (person.store && dice.chance(0.5)) return purchaseInStore(tale, shopVisit(calendar, dice, at))
  const visit = openVisit(tale, at, comeBackBy(tale))
  browse(tale, visit)
  see(tale, visit, 'cart_add', tale.wish.product)
  return purchaseOnline(tale, visit)
}

/** One person's way with the shop, as far as it goes. */
export const tellStory = (tale: Tale): void => {
  const { dice, person, wish } = tale
  const heard = hearOfTheShop(tale)
  if (!dice.chance(0.615 + 0.11 * person.desire)) {
    passBy(tale, heard)
    return
  }
  const bike = wish.category !== 'accessories'
  const span = bike ? dice.lognormal(12, 0.75) : dice.lognormal(4, 0.9)
  const considered = consider(tale, dice.chance(0.6) ? heard : heard + dice.exponential(span * 0.2), span)
  if (!dice.chance(Math.min(0.97, 0.305 * Math.exp(0.3 * person.desire) * lift(tale)))) return
  const inStore = (bike ? 0.88 : 0.64) * (person.arrival === 'print' ? 0.6 : 1)
  const decide = person.store && dice.chance(inStore) ? decideInStore : decideFromAfar
  let order = decide(tale, considered + dice.exponential(span * 0.35))
  while (order) {
    liveWithIt(tale, order)
    order = dice.chance(0.33) ? comeAgain(tale, order.at) : undefined
  }
}
