import { describe, expect, test } from 'vitest'
import { isBot } from './bots.ts'
import { classifier, factsOf } from './classify.ts'
import { defaultRules } from './defaults.ts'
import { type ChannelRule, ChannelRules, type Entry } from './schema.ts'
import { siteKindOf } from './site.ts'

const channelOf = classifier(defaultRules)
const utm = (source: string, medium = '', campaign = ''): Entry => ({
  utm_source: source,
  utm_medium: medium,
  utm_campaign: campaign,
})

/** The published definitions, one line for each of their conditions. */
const published: readonly (readonly [string, Entry])[] = [
  ['direct', {}],
  ['direct', { landing: 'https://shop.example/' }],
  ['direct', utm('(direct)', '(not set)')],
  ['cross_network', utm('google', 'cpc', 'PMax Cross-network DE')],
  ['paid_shopping', utm('idealo.de', 'cpc')],
  ['paid_shopping', utm('somebody', 'paidlink', 'summer shopping')],
  ['paid_shopping', utm('google', 'cpc', 'eShop brand')],
  ['paid_search', utm('google', 'cpc', 'Workshop Berlin')],
  ['paid_search', utm('bing', 'PPC')],
  ['paid_search', utm('ecosia.org', 'retargeting')],
  ['paid_search', utm('google', 'cpm')],
  ['paid_social', utm('facebook', 'paid_social')],
  ['paid_social', utm('IG', 'cpc')],
  ['paid_video', utm('youtube', 'cpc')],
  ['display', utm('gdn', 'banner')],
  ['display', utm('gdn', 'interstitial')],
  ['display', utm('gdn', 'expandable')],
  ['paid_other', utm('partner', 'paid-listing')],
  ['organic_shopping', utm('geizhals.de', 'link')],
  ['organic_shopping', utm('blog', 'post-it', 'shop-opening')],
  ['social', utm('xing.com', 'link')],
  ['social', utm('whatever', 'social-media')],
  ['social', utm('whatever', 'sm')],
  ['organic_video', utm('vimeo.com', 'link')],
  ['organic_video', utm('whatever', 'onlinevideo')],
  ['organic_search', utm('duckduckgo.com')],
  ['organic_search', utm('whatever', 'organic')],
  ['email', utm('newsletter-tool', 'e-mail')],
  ['email', utm('e mail')],
  ['affiliate', utm('partner', 'affiliate')],
  ['referral', utm('partner', 'referral')],
  ['referral', utm('partner', 'app')],
  ['audio', utm('spotify', 'audio')],
  ['sms', utm('sms')],
  ['sms', utm('tool', 'sms')],
  ['mobile_push', utm('tool', 'web-push')],
  ['mobile_push', utm('tool', 'in-app-notification')],
  ['mobile_push', utm('firebase')],
  ['other', utm('tool', 'blimp')],
]

/** What leads here without any campaign. */
const sites: readonly (readonly [string, string])[] = [
  ['organic_search', 'www.google.de'],
  ['organic_search', 'google.co.uk'],
  ['organic_search', 'suche.t-online.de'],
  ['referral', 'www.t-online.de'],
  ['organic_search', 'suche.web.de'],
  ['email', 'deref-web.de'],
  ['email', '3c.gmx.net'],
  ['organic_search', 'suche.gmx.net'],
  ['organic_shopping', 'www.idealo.de'],
  ['organic_search', 'www.ecosia.org'],
  ['organic_search', 'metager.de'],
  ['organic_shopping', 'www.kleinanzeigen.de'],
  ['social', 'www.xing.com'],
  ['social', 'l.facebook.com'],
  ['social', 'https://lm.facebook.com/l.php?u=x'],
  ['social', 'android-app://com.linkedin.android'],
  ['organic_video', 'm.youtube.com'],
  ['ai_assistant', 'chatgpt.com'],
  ['ai_assistant', 'www.perplexity.ai'],
  ['ai_assistant', 'copilot.microsoft.com'],
  ['ai_assistant', 'gemini.google.com'],
  ['ai_assistant', 'claude.ai'],
  ['email', 'mail.google.com'],
  ['referral', 'docs.google.com'],
  ['affiliate', 'www.awin1.com'],
  ['display', 'cas.criteo.com'],
  ['referral', 'blog.example.org'],
]

/** What goes beyond the published grouping. */
const extended: readonly (readonly [string, Entry])[] = [
  ['ai_assistant', utm('chatgpt.com')],
  ['store', utm('filiale-mitte', 'POS')],
  ['phone', utm('hotline', 'telefon')],
  ['order_card', utm('katalog', 'Bestellkarte')],
  ['print', utm('tagblatt', 'anzeige')],
  ['print', utm('flyer', 'qr')],
  ['word_of_mouth', utm('kunden', 'empfehlung')],
  ['event', utm('eurobike', 'messe')],
  ['post', utm('winter', 'direct_mail')],
  ['paid_search', { click: 'gclid' }],
  ['paid_search', { click: 'msclkid', referrer: 'www.bing.com' }],
  ['social', { click: 'fbclid' }],
  ['paid_social', { click: 'fbclid', utm_source: 'facebook', utm_medium: 'cpc' }],
  ['paid_social', { click: 'ttclid' }],
  ['direct', { referrer: 'www.shop.example', landing: 'https://shop.example/sale' }],
]

describe('channels by the default rules', () => {
  test.each(published)('%s: %o', (channel, entry) => expect(channelOf(entry)).toBe(channel))
  test.each(sites)('%s: led from %s', (channel, referrer) => expect(channelOf({ referrer })).toBe(channel))
  test.each(extended)('%s: %o', (channel, entry) => expect(channelOf(entry)).toBe(channel))
  test('are rules as people may edit them', () => {
    expect(ChannelRules.parse(defaultRules)).toEqual(defaultRules)
  })
})

test('the first rule that holds counts, without regard to case', () => {
  const mine: ChannelRule = {
    channel: 'partner',
    rule: { all: [{ any: [{ fact: 'source', op: 'is', values: ['GOOGLE'] }] }] },
  }
  expect(classifier([mine, ...defaultRules])(utm('Google', 'cpc'))).toBe('partner')
  expect(classifier([...defaultRules, mine])(utm('Google', 'cpc'))).toBe('paid_search')
})

test('a site is known by its longest name', () => {
  expect(siteKindOf('mail.google.com')).toBe('email')
  expect(siteKindOf('a.b.google.com')).toBe('search')
  expect(siteKindOf('com')).toBe('')
  expect(siteKindOf('notgoogle.com')).toBe('')
  expect(factsOf({ referrer: 'https://www.Google.de:443/x' })).toMatchObject({ referrer: 'google.de', site: 'search' })
})

test('robots are known by their user agent', () => {
  expect(isBot('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)')).toBe(true)
  expect(isBot('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(false)
  expect(isBot(undefined)).toBe(false)
})
