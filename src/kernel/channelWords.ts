type Words = Readonly<Record<'de' | 'en', string>>

const words = (de: string, en: string): Words => ({ de, en })

/** Channels by their stable codes, as people would say them. */
export const channelWords: Readonly<Record<string, Words>> = {
  direct: words('Direkt', 'Direct'),
  organic_search: words('Organische Suche', 'Organic search'),
  organic: words('Organische Suche', 'Organic search'),
  paid_search: words('Suchanzeige', 'Search ad'),
  social: words('Soziale Medien', 'Social media'),
  paid_social: words('Anzeige in sozialen Medien', 'Social media ad'),
  organic_video: words('Video', 'Video'),
  paid_video: words('Videoanzeige', 'Video ad'),
  organic_shopping: words('Preisvergleich und Marktplatz', 'Shopping sites'),
  paid_shopping: words('Shopping-Anzeige', 'Shopping ad'),
  display: words('Bannerwerbung', 'Banner ads'),
  cross_network: words('Anzeige in allen Netzen', 'Cross-network ad'),
  paid_other: words('Andere Anzeige', 'Other ad'),
  ai_assistant: words('KI-Assistent', 'AI assistant'),
  email: words('E-Mail', 'E-mail'),
  affiliate: words('Affiliate-Partner', 'Affiliate'),
  referral: words('Verweis', 'Referral'),
  audio: words('Podcast und Audio', 'Podcast and audio'),
  sms: words('SMS', 'SMS'),
  messenger: words('Messenger', 'Messenger'),
  mobile_push: words('Push-Nachricht', 'Push notification'),
  store: words('Laden', 'Store'),
  phone: words('Telefon', 'Phone'),
  order_card: words('Bestellkarte', 'Order card'),
  print: words('Zeitung', 'Print'),
  post: words('Post', 'Post'),
  word_of_mouth: words('Empfehlung', 'Word of mouth'),
  event: words('Veranstaltung', 'Event'),
  online: words('online', 'online'),
  other: words('andere Wege', 'other ways'),
}
