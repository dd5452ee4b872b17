import type { Touchpoint } from './schema.ts'

/**
 * Where words in event names usually stand: before the purchase 0 ... 1, at it 1 ... 2, after it 2 ... 3. The first
 * match counts. Hints beyond 2 hold only for events that mostly follow a goal, so reading reviews is not writing them.
 */
const tendencies: readonly (readonly [RegExp, number])[] = [
  [/display|retarget/, 0.5],
  [/\bads?\b|advert|banner|impression|print|flyer|prospekt|anzeige|werbung|radio|poster|plakat/, 0.02],
  [/landing|walk.?in|friend.recomm|empfehlung.erhalten|partner|affiliate|campaign|kampagne|promo/, 0.1],
  [/\bhome|start(seite|page)|session.start|first.(visit|open)|app.open/, 0.12],
  [/payment|\bpay\b|zahlung|bezahl/, 1.5],
  [/checkout|shipping|versandart|kasse|order.card|bestell(karte|schein)|\bbooking|buchung/, 1.3],
  [/purchase|\bkauf|order.(placed|completed)|bestellung|\bsale\b|vertrag|contract.signed/, 1.7],
  [/deliver|liefer|shipped|parcel|paket|packag|verpack/, 2.1],
  [/return|retour|refund|erstattung|rückgabe/, 2.25],
  [/service|support|ticket|\bcase|complain|beschwerde|reklam|\bhelp|hilfe|issue/, 2.3],
  [/inspection|inspektion|maintenance|wartung|repair|reparatur|renewal|usage|nutzung|onboard|activat/, 2.38],
  [/loyal|bonus|repeat|upsell|cross.?sell|club/, 2.65],
  [/review|rating|bewert|rezension/, 2.85],
  [/refer|recommend|advoca|weiterempf|empfehl|shared?\b/, 2.95],
  [/newsletter|mailing|e-?mail/, 0.42],
  [/\bsearch|suche/, 0.27],
  [/catalog|category|katalog|\blist|filter|browse/, 0.36],
  [/configur|konfigur|compare|vergleich|wish|merk(liste|zettel)|favou?rit/, 0.58],
  [/product|artikel|detail|guide|ratgeber|article|blog|content|video/, 0.46],
  [
    /invit|einladung|quote|offer|angebot|test|probe|trial|demo|advice|beratung|consult|store|filial|visit|besuch|call\b|phone|termin/,
    0.78,
  ],
  [/cart|basket|warenkorb/, 0.88],
]

const words = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_./-]+/g, ' ')
    .toLowerCase()

/** Where an event with this name usually stands, or null where its name says nothing. */
export function tendency(event: string, mostlyAfterGoal: boolean): number | null {
  const place = tendencies.find(([word, at]) => word.test(words(event)) && (at < 2 || mostlyAfterGoal))?.[1] ?? null
  return place !== null && place < 1 && mostlyAfterGoal ? null : place
}

const offline =
  /store|shop.?floor|\bpos\b|till|kasse|laden|filial|branch|phone|telefon|print|post|mail.?order|brief|letter|fair|messe|mouth|mund|showroom|radio|outdoor/
const online = /e-?mail|online|web|app|push|chat/

/** The place of a channel; what it does not say is online, because it was measured there. */
export const isOffline = (channel: string): boolean => offline.test(words(channel)) && !online.test(words(channel))

const paid = /paid|\bads?\b|cpc|sea\b|display|print|affiliate|sponsor|radio|outdoor|banner|werbung/
const earned = /referr|mouth|mund|review|press|earned|partner/

export const mediaOf = (channel: string): Exclude<Touchpoint['media'], null> => {
  if (paid.test(words(channel))) return 'paid'
  return earned.test(words(channel)) ? 'earned' : 'owned'
}

/** Events that only say that somebody came: their channel tells what they are. */
export const isArrival = (event: string): boolean =>
  /landing|session.start|^visit(ed)?$|^page.?view$|first.(visit|open)|^besuch$/.test(words(event))

/** Events in which something went wrong, which a map should show however few they are. */
export const isFault = (event: string): boolean =>
  /fail|error|\bbug|fault|fehler|abbruch|storno|cancel/.test(words(event))

/** Contacts that the company makes and people merely receive: that one of them is the last says little about it. */
export const isReceived = (event: string): boolean =>
  /(newsletter|mail|push|message).*open|impression|(invitation|einladung|letter|mailing).*received/.test(words(event))
