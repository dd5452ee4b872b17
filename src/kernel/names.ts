import { channelWords } from './channelWords.ts'

type Language = 'de' | 'en'
type Word = Readonly<Record<Language, string>>

const word = (de: string, en: string): Word => ({ de, en })

/** Names of events that are common in shops, as people would say them. */
const events: Readonly<Record<string, Word>> = {
  search_landing: word('Suche', 'Search'),
  ad_click_social: word('Anzeige in sozialen Medien', 'Social media ad'),
  ad_click_display: word('Bannerwerbung', 'Banner ad'),
  print_ad_response: word('Zeitungsanzeige', 'Newspaper ad'),
  partner_link_click: word('Link bei Partnern', 'Partner link'),
  friend_recommendation: word('Empfehlung von Freunden', 'Recommended by a friend'),
  store_walk_in: word('Spontan im Laden', 'Walked into the store'),
  product_view: word('Produkt angesehen', 'Product viewed'),
  guide_read: word('Ratgeber gelesen', 'Guide read'),
  newsletter_signup: word('Newsletter bestellt', 'Newsletter sign-up'),
  newsletter_open: word('Newsletter geöffnet', 'Newsletter opened'),
  newsletter_click: word('Newsletter angeklickt', 'Newsletter clicked'),
  bike_configured: word('Rad konfiguriert', 'Bike configured'),
  invitation_received: word('Einladung per Post', 'Invitation by post'),
  store_visit: word('Ladenbesuch', 'Store visit'),
  test_ride: word('Probefahrt', 'Test ride'),
  phone_advice: word('Beratung am Telefon', 'Advice by phone'),
  cart_add: word('In den Warenkorb gelegt', 'Added to cart'),
  add_to_cart: word('In den Warenkorb gelegt', 'Added to cart'),
  order_card_sent: word('Bestellkarte abgeschickt', 'Order card sent'),
  checkout_start: word('Zur Kasse gegangen', 'Checkout started'),
  payment_failed: word('Zahlung fehlgeschlagen', 'Payment failed'),
  payment_error: word('Fehler bei der Zahlung', 'Payment error'),
  payment_details: word('Zahlungsdaten', 'Payment details'),
  shipping_details: word('Lieferdaten', 'Shipping details'),
  purchase: word('Kauf', 'Purchase'),
  delivery_received: word('Lieferung erhalten', 'Delivery received'),
  return_sent: word('Rücksendung', 'Return sent'),
  service_case_opened: word('Anliegen an den Service', 'Service case opened'),
  service_case_closed: word('Anliegen gelöst', 'Service case closed'),
  inspection: word('Inspektion', 'Inspection'),
  review_written: word('Bewertung geschrieben', 'Review written'),
  friend_referred: word('Freunde geworben', 'Friend referred'),
  order: word('Bestellung', 'Order'),
  order_cancelled: word('Bestellung storniert', 'Order cancelled'),
  order_refunded: word('Bestellung erstattet', 'Order refunded'),
  receipt: word('Kassenbon', 'Till receipt'),
  receipt_cancelled: word('Kassenbon storniert', 'Till receipt cancelled'),
  email_delivered: word('E-Mail zugestellt', 'E-mail delivered'),
  email_opened: word('E-Mail geöffnet', 'E-mail opened'),
  email_clicked: word('E-Mail angeklickt', 'E-mail clicked'),
  email_bounced: word('E-Mail unzustellbar', 'E-mail bounced'),
  email_unsubscribed: word('Von E-Mails abgemeldet', 'Unsubscribed from e-mails'),
  email_complained: word('E-Mail als Spam gemeldet', 'E-mail reported as spam'),
  page_view: word('Seite angesehen', 'Page viewed'),
  screen_view: word('Ansicht in der App', 'App screen viewed'),
  form_submitted: word('Formular abgeschickt', 'Form submitted'),
  outbound_click: word('Link nach außen', 'Outbound link'),
  consent: word('Einwilligung', 'Consent'),
  identify: word('Erkannt', 'Identified'),
  contact_added: word('Kontakt angelegt', 'Contact added'),
  stated_source: word('Befragung an der Kasse', 'Asked at the till'),
  complaint: word('Beschwerde', 'Complaint'),
  survey_answered: word('Umfrage beantwortet', 'Survey answered'),
  home: word('Startseite', 'Home page'),
  search: word('Suche', 'Search'),
  catalog: word('Katalog', 'Catalog'),
  filter_results: word('Ergebnisse gefiltert', 'Results filtered'),
  promo_page: word('Aktionsseite', 'Promotion page'),
  account_page: word('Kundenkonto', 'Account page'),
  wishlist_add: word('Auf den Merkzettel', 'Added to wish list'),
  compare: word('Vergleich', 'Comparison'),
  review_page: word('Bewertungen gelesen', 'Reviews read'),
  cart: word('Warenkorb', 'Cart'),
  error_page: word('Fehlerseite', 'Error page'),
  support_chat: word('Chat mit dem Support', 'Support chat'),
  checkout_bug: word('Störung an der Kasse', 'Checkout fault'),
}

/** A technical name made readable: `payment_details` becomes "Payment details". */
export function readable(name: string): string {
  const text = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[_.\s-]+/g, ' ')
    .trim()
  const shouted = text === text.toUpperCase() && text.length > 4
  const calm = shouted ? text.toLowerCase() : text
  return calm === '' ? name : calm.charAt(0).toUpperCase() + calm.slice(1)
}

const known = (words: Readonly<Record<string, Word>>, name: string): Word | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined

export const eventLabel = (event: string, language: Language): string =>
  known(events, event)?.[language] ?? readable(event)

export const channelLabel = (channel: string, language: Language): string =>
  known(channelWords, channel)?.[language] ?? readable(channel)
