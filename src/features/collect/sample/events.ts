/** The words of the sample shop: what can happen, by which way, and the columns it is written in. */

export const eventNames = [
  'search_landing',
  'ad_click_social',
  'ad_click_display',
  'print_ad_response',
  'partner_link_click',
  'friend_recommendation',
  'store_walk_in',
  'product_view',
  'guide_read',
  'newsletter_signup',
  'newsletter_open',
  'newsletter_click',
  'bike_configured',
  'invitation_received',
  'store_visit',
  'test_ride',
  'phone_advice',
  'cart_add',
  'order_card_sent',
  'checkout_start',
  'payment_failed',
  'purchase',
  'delivery_received',
  'return_sent',
  'service_case_opened',
  'service_case_closed',
  'inspection',
  'survey_answered',
  'review_written',
  'friend_referred',
] as const
export type EventName = (typeof eventNames)[number]

export const channels = [
  'organic_search',
  'paid_search',
  'social',
  'display',
  'email',
  'referral',
  'direct',
  'store',
  'phone',
  'print',
  'post',
  'word_of_mouth',
] as const
export type Channel = (typeof channels)[number]

export type Device = 'mobile' | 'desktop' | 'tablet'
export type Category = 'e_bike' | 'trekking' | 'city_bike' | 'gravel' | 'cargo' | 'kids' | 'accessories'

/** One row of the sample. Empty text and null mean that the row says nothing about it. */
export type ShopEvent = {
  /** Unique over all samples of one seed. */
  readonly messageId: string
  /** Stable per person: K... for customers the shop knows by name, A... for those it never got to know. */
  readonly customerId: string
  /** Milliseconds since 1970, UTC. */
  readonly time: number
  readonly event: EventName
  readonly channel: Channel
  /** One visit of the website; empty offline. */
  readonly session: string
  /** Euro cents: what a purchase brought, or (negative) what a return took back. */
  readonly cents: number | null
  readonly device: Device | ''
  readonly store: string
  readonly city: string
  readonly region: string
  readonly product: string
  readonly category: Category | ''
  readonly campaign: string
  /** 1..5, an answer to a survey or the stars of a review. */
  readonly csat: number | null
  /** 0..10 */
  readonly nps: number | null
  /** For survey_answered: the event that the answer is about. */
  readonly about: EventName | ''
  readonly reason: string
  /** People who live together share it. */
  readonly household: string
  /** The programmes this person was kept out of by lot, before anything happened: `display email post social`. */
  readonly holdout: string
}

export const columns = [
  'message_id',
  'customer_id',
  'time',
  'event',
  'channel',
  'session',
  'value',
  'currency',
  'device',
  'store',
  'city',
  'region',
  'product',
  'category',
  'campaign',
  'csat',
  'nps',
  'about',
  'reason',
  'household',
  'holdout',
] as const

export type SampleOrder = {
  readonly people: number
  readonly seed: number
  /** The moment at which the twelve months end; nothing happens at or after it. */
  readonly until: Date
}
