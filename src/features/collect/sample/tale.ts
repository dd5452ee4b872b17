import { type Choice, choice, mix, pick, type Random, random } from '../../../kernel/random.ts'
import { type Calendar, utc } from './calendar.ts'
import { campaignOf, categoryOfBike, productOf } from './catalogue.ts'
import type { Category, Channel, Device, EventName, ShopEvent } from './events.ts'
import { groundTruth, type Programme } from './groundTruth.ts'
import { type Home, homeOf } from './places.ts'

export type Person = {
  readonly home: Home
  /** The store they go to; empty where none is near. */
  readonly store: string
  readonly device: Device
  readonly arrival: Channel
  /** How much they want a bicycle, standard normal plus what their way of arrival says. */
  readonly desire: number
  readonly household: string
  /** The programmes they are kept out of. */
  readonly heldOut: ReadonlySet<Programme>
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }
export type Line = Writable<ShopEvent>

/** What somebody is after: a kind of thing, and the one they like best. */
export type Wish = { readonly category: Category; readonly product: string }

/** One person's year while it is being told. */
export type Tale = {
  readonly dice: Random
  readonly calendar: Calendar
  readonly person: Person
  readonly lines: Line[]
  /** Begins the ids of everything that is theirs. */
  readonly prefix: string
  wish: Wish
  sessions: number
  /** The shop knows their name. */
  known: boolean
  subscribed: boolean
}

const arrivalChannels: readonly (keyof typeof groundTruth.arrivals)[] = [
  'organic_search',
  'paid_search',
  'social',
  'print',
  'store',
  'referral',
  'word_of_mouth',
]
const arrivals = (near: boolean): Choice<keyof typeof groundTruth.arrivals> =>
  choice(
    arrivalChannels.map((channel) => {
      const local = channel === 'store' || channel === 'print'
      return [channel, groundTruth.arrivals[channel].share * (local ? (near ? 1.5 : 0) : 1)] as const
    }),
  )
const arrivalsNear = arrivals(true)
const arrivalsFar = arrivals(false)
const devices = choice<Device>([
  ['mobile', 56],
  ['desktop', 36],
  ['tablet', 8],
])

const programmes: readonly Programme[] = ['display', 'email', 'post', 'social']
const drawHoldout = (dice: Random): ReadonlySet<Programme> =>
  new Set(programmes.filter((programme) => dice.chance(groundTruth.programmes[programme].heldOut)))

/** Some people live with the one before them, so that a household is a run of neighbours of at most four. */
const householdOf = (seed: number, index: number): number => {
  let head = index
  while (head > 0 && index - head < 3 && mix(mix(seed, 0x5bd1), head) % 100 < 22) head--
  return head
}

const personOf = (dice: Random, seed: number, index: number): Person => {
  const head = householdOf(seed, index)
  const home = homeOf(random(mix(seed, 0x2f6b), head))
  const near = home.stores.length > 0
  const arrival = pick(dice, near ? arrivalsNear : arrivalsFar)
  return {
    home,
    store: home.stores[dice.below(home.stores.length)] ?? '',
    device: pick(dice, devices),
    arrival,
    desire: dice.normal() + groundTruth.arrivals[arrival].desire,
    household: `H${String(head + 1).padStart(7, '0')}`,
    heldOut: drawHoldout(dice),
  }
}

export const beginTale = (calendar: Calendar, seed: number, index: number): Tale => {
  const dice = random(seed, index)
  const person = personOf(dice, seed, index)
  const category = dice.chance(person.store ? 0.62 : 0.45) ? pick(dice, categoryOfBike) : 'accessories'
  const prefix = `${seed.toString(36)}-${index.toString(36)}-`
  const wish = { category, product: productOf(dice, category) }
  return { dice, calendar, person, lines: [], prefix, wish, sessions: 0, known: false, subscribed: false }
}

/** The letter, the mailing or the advertisement may reach this person. */
export const reaches = ({ person }: Tale, programme: Programme): boolean => !person.heldOut.has(programme)

/** What a programme does to the odds of those whom it is for. */
export const liftOf = (tale: Tale, programme: Programme): number =>
  reaches(tale, programme) ? groundTruth.programmes[programme].lift : 1

export type Details = {
  readonly session?: string
  readonly cents?: number
  readonly device?: Device | ''
  readonly store?: string
  readonly product?: string
  readonly category?: Category | ''
  readonly csat?: number | null
  readonly nps?: number | null
  readonly about?: EventName
  readonly reason?: string
}
const nothing: Details = {}

/** Beside visits of the website, what a campaign brings about. */
const advertised: ReadonlySet<EventName> = new Set(['newsletter_open', 'invitation_received', 'order_card_sent'])

/** Writes down one event; what would happen after the end of the sample is left out. Says whether it was in time. */
export const tell = (
  tale: Tale,
  event: EventName,
  at: number,
  channel: Channel,
  details: Details = nothing,
): boolean => {
  const { calendar, person, lines } = tale
  const time = utc(calendar, at)
  if (time === Number.POSITIVE_INFINITY) return false
  lines.push({
    messageId: '',
    customerId: '',
    time,
    event,
    channel,
    session: details.session ?? '',
    cents: details.cents ?? null,
    device: details.device ?? '',
    store: details.store ?? '',
    city: person.home.city,
    region: person.home.region,
    product: details.product ?? '',
    category: details.category ?? '',
    campaign: details.session || advertised.has(event) ? campaignOf(channel, calendar.month[Math.floor(at)] ?? 0) : '',
    csat: details.csat ?? null,
    nps: details.nps ?? null,
    about: details.about ?? '',
    reason: details.reason ?? '',
    household: person.household,
    holdout: '',
  })
  return true
}

/** Finishes a tale: in the order of time, every line signed. */
export const endTale = (tale: Tale, index: number): readonly ShopEvent[] => {
  const { lines, known, person, prefix } = tale
  const customerId = (known ? 'K' : 'A') + String(index + 1).padStart(7, '0')
  const holdout = [...person.heldOut].join(' ')
  lines.sort((a, b) => a.time - b.time)
  let number = 0
  for (const line of lines) {
    line.messageId = prefix + number.toString(36)
    line.customerId = customerId
    line.holdout = holdout
    number++
  }
  return lines
}
