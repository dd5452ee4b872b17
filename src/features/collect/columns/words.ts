import { trimSigns } from '../../../kernel/trim.ts'
import type { IdentifierKind } from '../schema.ts'

const id = '_?(id|ids|nr|no|num|nummer|number|key|code|ref)'
const number = `(${id})?`
const words = (text: string): RegExp => new RegExp(`^(${text})$`)

/** Names of columns that say who it was, by kind of identifier. Compared in small letters with `_` between the words. */
export const personWords: readonly { readonly kind: IdentifierKind; readonly name: RegExp }[] = [
  {
    kind: 'customer',
    name: words(
      `case:concept:name|(customer|kunden?|client|household|haushalts?|debitor(en)?|case|member|mitglieds?|patient(en)?|contact|kontakt|person(en)?|subscriber|buyer|käufer|kd)${number}`,
    ),
  },
  {
    kind: 'user',
    name: words(`(user|usr|nutzer|benutzer|login|account|konto)${number}|distinct_id|uid|user_name|username`),
  },
  { kind: 'email', name: words('(.*_)?e_?mail(_?(address|adresse))?') },
  { kind: 'phone', name: words('(.*_)?(phone|telefon|mobile|mobil|handy|tel)(_?(nr|no|number|nummer))?') },
  {
    kind: 'card',
    name: words(`(loyalty|bonus|kunden|member|club|vorteils?)_?(card|karte|karten)${number}|(card|karten?)${number}`),
  },
  {
    kind: 'anonymous',
    name: words(
      `(anonymous|anonym|anon|visitor|besucher|full_?visitor)${number}|(device|geräte?|cookie|client|ga)${id}`,
    ),
  },
]

/** Names of columns by what they mean; earlier patterns are surer. */
export const columnWords = {
  time: [
    words(
      'time:timestamp|timestamp|event_?time(stamp)?|zeitstempel|zeitpunkt|occurred_at|event_date|ereignis_?(zeit|datum)',
    ),
    words(
      'time|zeit|datetime|date_?time|datum|date|ts|created_at|created|erstellt(_am)?|buchungsdatum|bestelldatum|kaufdatum',
    ),
    words('.*(timestamp|zeitstempel|_time|_at|_am|datum|_date|uhrzeit)'),
  ],
  event: [
    words('concept:name|event|event_?name|ereignis(_?name)?|activity|aktivität|aktivitaet|touchpoint|kontaktpunkt'),
    words('event_?type|action|aktion|vorgang|activity_?name|ereignis_?(art|typ)|eventname'),
  ],
  channel: [
    words('channel|kanal|acquisition_channel|marketing_channel|(.*_)?(channel|kanal)|case:channel'),
    words('utm_medium|medium|traffic_?source|vertriebsweg|quelle|utm_source|source'),
  ],
  value: [
    words(
      'value|sales_value|betrag|umsatz|amount|revenue|order_value|bestellwert|warenwert|wert|total|total_amount|summe',
    ),
    words('(.*_)?(betrag|umsatz|amount|revenue|bestellwert|gesamtbetrag|gesamtpreis|total_price|value)'),
    words('price|preis|gesamt'),
  ],
  currency: [words('currency|currency_?code|währung|waehrung|währungscode')],
  session: [words(`(session|sitzungs?|visit|besuchs?)${number}`)],
  message: [words('message_?id|event_?id|insert_?id|nachrichten_?id|ereignis_?(id|nr|nummer)|uuid|guid')],
  basket: [
    words(
      `(basket|warenkorb|bon|kassenbon|receipt|beleg|order|bestell|bestellungs?|auftrags?|transaction|transaktions?|invoice|rechnungs?)_?(id|nr|no|num|number|nummer|key)`,
    ),
  ],
} as const satisfies Readonly<Record<string, readonly RegExp[]>>

/** A column's name as it is compared: `Kunden-Nr.` is `kunden_nr`, `eventName` is `event_name`. */
export const comparable = (name: string): string =>
  trimSigns(
    name
      .replace(/([a-zäöü])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/[\s\-./#]+/g, '_'),
    '_',
  )
