import type { ChannelRules, Entry, EntryCondition, EntryRule, Facts } from './schema.ts'
import { otherChannel } from './schema.ts'
import { hostOf, siteKindOf } from './site.ts'

/** ASCII only, as the engine's `lower` does. */
export const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** What a click id that an advertiser's link carries says of source and medium; an unknown one says nothing. */
export const clicks: Readonly<Record<string, { readonly source: string; readonly medium: string }>> = {
  gclid: { source: 'google', medium: 'cpc' },
  gbraid: { source: 'google', medium: 'cpc' },
  wbraid: { source: 'google', medium: 'cpc' },
  dclid: { source: 'doubleclick', medium: 'display' },
  msclkid: { source: 'bing', medium: 'cpc' },
  yclid: { source: 'yandex', medium: 'cpc' },
  ttclid: { source: 'tiktok', medium: 'paid' },
  twclid: { source: 'twitter', medium: 'paid' },
  li_fat_id: { source: 'linkedin', medium: 'paid' },
  epik: { source: 'pinterest', medium: 'paid' },
  sccid: { source: 'snapchat', medium: 'paid' },
  fbclid: { source: 'facebook', medium: 'social' },
  igshid: { source: 'instagram', medium: 'social' },
}

/** The medium that follows from the site alone. */
const mediumOf = (site: string): string => (site === 'search' ? 'organic' : site === 'email' ? 'email' : 'referral')

/** A shop in the campaign's name, as a word of its own or `eshop`; the engine uses the same pattern. */
export const shoppingPattern = '(^|[^a-df-z])shop|shopping'
const shopping = new RegExp(shoppingPattern)

/** What rules look at. A site that leads to itself leads nowhere. */
export function factsOf(entry: Entry): Facts {
  const text = (key: string) => lower(entry[key] ?? '')
  const landing = text('landing')
  const from = hostOf(text('referrer'))
  const referrer = from === hostOf(landing) ? '' : from
  const click = text('click')
  const clicked = Object.hasOwn(clicks, click) ? clicks[click] : undefined
  const source = text('utm_source') || clicked?.source || referrer || '(direct)'
  const site = siteKindOf(hostOf(source))
  const guessed = text('utm_source') === '' ? (referrer === '' ? '(none)' : mediumOf(site)) : '(not set)'
  const campaign = text('utm_campaign')
  return {
    source,
    medium: text('utm_medium') || clicked?.medium || guessed,
    campaign,
    term: text('utm_term'),
    content: text('utm_content'),
    referrer,
    click,
    landing,
    site,
    occasion: shopping.test(campaign) ? 'shopping' : '',
  }
}

type Test = (text: string, values: readonly string[]) => boolean

const tests: Readonly<Record<EntryCondition['op'], Test>> = {
  is: (text, values) => values.includes(text),
  is_not: (text, values) => !values.includes(text),
  contains: (text, values) => values.some((value) => text.includes(value)),
  starts_with: (text, values) => values.some((value) => text.startsWith(value)),
  ends_with: (text, values) => values.some((value) => text.endsWith(value)),
  exists: (text) => text !== '',
  missing: (text) => text === '',
}

const holds = ({ all }: EntryRule, facts: Facts): boolean =>
  all.every(({ any }) => any.some(({ fact, op, values }) => tests[op](facts[fact], values)))

/** Rules with their values in the case of the facts. */
export const comparable = (rules: ChannelRules): ChannelRules =>
  rules.map(({ channel, rule }) => ({
    channel,
    rule: {
      all: rule.all.map(({ any }) => ({ any: any.map((one) => ({ ...one, values: one.values.map(lower) })) })),
    },
  }))

/** The channel of a session by its entry: that of the first rule that holds. */
export function classifier(rules: ChannelRules): (entry: Entry) => string {
  const ready = comparable(rules)
  return (entry) => {
    const facts = factsOf(entry)
    return ready.find(({ rule }) => holds(rule, facts))?.channel ?? otherChannel
  }
}
