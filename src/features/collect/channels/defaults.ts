import type { ChannelRule, EntryCondition, EntryFact } from './schema.ts'

type Any = { readonly any: EntryCondition[] }

const is = (fact: EntryFact, ...values: string[]): EntryCondition => ({ fact, op: 'is', values })
const contains = (fact: EntryFact, ...values: string[]): EntryCondition => ({ fact, op: 'contains', values })
const startsWith = (fact: EntryFact, ...values: string[]): EntryCondition => ({ fact, op: 'starts_with', values })
const endsWith = (fact: EntryFact, ...values: string[]): EntryCondition => ({ fact, op: 'ends_with', values })
const any = (...conditions: EntryCondition[]): Any => ({ any: conditions })

const channel = (name: string, ...all: Any[]): ChannelRule => ({ channel: name, rule: { all } })

const paid = any(contains('medium', 'cp'), is('medium', 'ppc', 'retargeting'), startsWith('medium', 'paid'))
const shop = any(is('site', 'shopping'), is('occasion', 'shopping'))
const letters = ['email', 'e-mail', 'e_mail', 'e mail', 'newsletter']

/** Mediums with which shops mark links and codes outside the web. */
const offline: readonly ChannelRule[] = [
  channel('order_card', any(is('medium', 'order_card', 'order-card', 'ordercard', 'bestellkarte'))),
  channel(
    'store',
    any(is('medium', 'store', 'instore', 'in-store', 'pos', 'laden', 'filiale', 'kasse', 'schaufenster')),
  ),
  channel('phone', any(is('medium', 'phone', 'call', 'telefon', 'hotline'))),
  channel(
    'print',
    any(
      is(
        'medium',
        'print',
        'flyer',
        'brochure',
        'catalog',
        'catalogue',
        'magazine',
        'newspaper',
        'poster',
        'billboard',
      ),
      is(
        'medium',
        'anzeige',
        'prospekt',
        'katalog',
        'zeitung',
        'zeitschrift',
        'plakat',
        'beilage',
        'qr',
        'qr-code',
        'qrcode',
      ),
    ),
  ),
  channel(
    'post',
    any(is('medium', 'post', 'direct_mail', 'direct-mail', 'directmail', 'letter', 'postcard', 'brief', 'postkarte')),
  ),
  channel(
    'word_of_mouth',
    any(
      is(
        'medium',
        'word_of_mouth',
        'word-of-mouth',
        'wom',
        'recommendation',
        'refer-a-friend',
        'refer_a_friend',
        'raf',
      ),
      is('medium', 'empfehlung', 'freunde-werben', 'freunde_werben', 'kunden-werben-kunden'),
    ),
  ),
  channel(
    'event',
    any(is('medium', 'event', 'fair', 'trade_show', 'trade-show', 'messe', 'veranstaltung', 'webinar', 'workshop')),
  ),
]

/**
 * The default channel groups that Google Analytics 4 publishes for traffic marked by hand, in their order, with what
 * shops need besides: assistants, and places outside the web. Where GA4 asks for a regular expression, the conditions
 * hold for the same texts.
 */
export const defaultRules: readonly ChannelRule[] = [
  channel('direct', any(is('source', '(direct)')), any(is('medium', '(none)', '(not set)'))),
  channel('cross_network', any(contains('campaign', 'cross-network'))),
  channel('paid_shopping', shop, paid),
  channel('paid_search', any(is('site', 'search')), paid),
  channel('paid_social', any(is('site', 'social')), paid),
  channel('paid_video', any(is('site', 'video')), paid),
  channel('display', any(is('medium', 'display', 'banner', 'expandable', 'interstitial', 'cpm'))),
  channel('paid_other', paid),
  ...offline,
  channel('ai_assistant', any(is('site', 'assistant'), is('medium', 'ai-assistant', 'ai_assistant', 'ai'))),
  channel('organic_shopping', shop),
  channel(
    'social',
    any(
      is('site', 'social'),
      is('medium', 'social', 'social-network', 'social-media', 'sm', 'social network', 'social media'),
    ),
  ),
  channel('organic_video', any(is('site', 'video'), contains('medium', 'video'))),
  channel('organic_search', any(is('site', 'search'), is('medium', 'organic'))),
  channel('affiliate', any(is('site', 'affiliate'), is('medium', 'affiliate', 'affiliates'))),
  channel('display', any(is('site', 'ads'))),
  channel('email', any(is('source', ...letters), is('medium', ...letters), is('site', 'email'))),
  channel('referral', any(is('medium', 'referral', 'app', 'link'))),
  channel('audio', any(is('medium', 'audio', 'podcast'))),
  channel('sms', any(is('source', 'sms'), is('medium', 'sms'))),
  channel('messenger', any(is('medium', 'messenger', 'whatsapp', 'chat'))),
  channel(
    'mobile_push',
    any(endsWith('medium', 'push'), contains('medium', 'mobile', 'notification'), is('source', 'firebase')),
  ),
]
