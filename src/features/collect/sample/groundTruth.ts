import type { Channel, EventName } from './events.ts'

/**
 * The sample shop "Rad & Weg", and what is true in it.
 *
 * A bicycle retailer with five stores in Freiburg, Münster and Leipzig and an online shop for all of Germany. The
 * generator reads these numbers and nothing else decides what they decide, so a report on the sample can be judged:
 *
 * - **Channels.** Before anything happens, a lot keeps some people out of each programme (column `holdout`). Among the
 *   people a programme is for, the share who buy is `lift` times as high as among those kept out. The letter that
 *   invites to a test ride works; the newsletter helps a little; display advertising does nothing, but follows only
 *   people who are about to buy, so every model that looks at paths alone will praise it.
 * - **Where people first hear of the shop** differs in how much they want a bicycle already: selection, not cause.
 * - **Payments** fail on mobile devices in one calendar month.
 * - **Deliveries** to one region take much longer, and make people unhappy and ring up.
 * - **One store** makes its visitors unhappy, and they buy less.
 * - **How it feels**: the Net Promoter Score per phase, before the shifts that the faults above cause.
 */
export const groundTruth = {
  programmes: {
    /** For newsletter readers who live near a store. */
    post: { lift: 1.5, heldOut: 0.5 },
    /** For newsletter readers. */
    email: { lift: 1.15, heldOut: 0.2 },
    /** For everybody who looks at products and comes back; first contacts by social advertising are not part of it. */
    social: { lift: 1.05, heldOut: 0.1 },
    /** Follows those who filled a cart or visited a store. */
    display: { lift: 1, heldOut: 0.3 },
  },
  works: 'post',
  onlyLooksAsIf: 'display',

  /** How people first hear of the shop: share, and how much more they want a bicycle (standard deviations). */
  arrivals: {
    organic_search: { share: 0.28, desire: 0.1 },
    paid_search: { share: 0.16, desire: 0 },
    social: { share: 0.21, desire: -0.35 },
    print: { share: 0.1, desire: 0 },
    store: { share: 0.11, desire: 0.3 },
    referral: { share: 0.08, desire: 0.2 },
    word_of_mouth: { share: 0.06, desire: 0.6 },
  },

  payment: {
    failing: 0.05,
    /** On mobile devices in the fourth calendar month before the one that holds the end of the sample. */
    fault: { device: 'mobile', monthsBack: 4, failing: 0.45 },
    /** Tries again after a failure, each time. */
    triesAgain: 0.5,
  },

  /** Days from the order to the door (median, and sigma of its logarithm), before Sundays and holidays. */
  delivery: { median: 2.6, sigma: 0.35, slow: { region: 'Bayern', median: 8.5 } },

  unhappyStore: { store: 'Leipzig Plagwitz', buying: 0.7 },

  returns: { bike: 0.04, accessories: 0.13 },

  /** The phase each event belongs to. An answer to a survey belongs to the phase of the event it is about. */
  phases: {
    awareness: [
      'search_landing',
      'ad_click_social',
      'print_ad_response',
      'partner_link_click',
      'friend_recommendation',
      'store_walk_in',
    ],
    consideration: [
      'product_view',
      'guide_read',
      'newsletter_signup',
      'newsletter_open',
      'newsletter_click',
      'bike_configured',
      'ad_click_display',
    ],
    decision: ['invitation_received', 'store_visit', 'test_ride', 'phone_advice', 'cart_add'],
    purchase: ['order_card_sent', 'checkout_start', 'payment_failed', 'purchase'],
    retention: ['delivery_received', 'return_sent', 'service_case_opened', 'service_case_closed', 'inspection'],
    advocacy: ['review_written', 'friend_referred'],
  },
  /** Net Promoter Score, -100..100. */
  nps: { awareness: 5, consideration: 15, decision: 40, purchase: 25, retention: 30, advocacy: 62 },
  npsShifts: { unhappyStore: -75, slowDelivery: -55, paymentFailed: -45 },
} as const satisfies GroundTruth

export type Phase = keyof typeof groundTruth.phases
export type Programme = keyof typeof groundTruth.programmes

type GroundTruth = {
  readonly programmes: Readonly<Record<string, { readonly lift: number; readonly heldOut: number }>>
  readonly arrivals: Readonly<Partial<Record<Channel, { readonly share: number; readonly desire: number }>>>
  readonly phases: Readonly<Record<string, readonly EventName[]>>
  readonly [fact: string]: unknown
}

const phaseNames: readonly Phase[] = ['awareness', 'consideration', 'decision', 'purchase', 'retention', 'advocacy']

/** The phase of an event; a survey has none of its own. */
export const phaseOf: ReadonlyMap<EventName, Phase> = new Map(
  phaseNames.flatMap((phase) => groundTruth.phases[phase].map((event): [EventName, Phase] => [event, phase])),
)
