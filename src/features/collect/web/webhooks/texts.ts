import { defineTexts } from '../../../../web/i18n.tsx'
import type { Delivery, Provider } from '../../webhooks/schema.ts'

type ProviderTexts = { readonly name: string; readonly text: string; readonly steps: readonly string[] }

type Texts = {
  readonly title: string
  readonly lead: string
  readonly providers: Readonly<Record<Provider, ProviderTexts>>
  readonly make: string
  readonly address: string
  readonly copy: string
  readonly copied: string
  readonly secret: string
  readonly secretNow: string
  readonly secretSince: (date: string) => string
  readonly replace: string
  readonly replaceTitle: string
  readonly replaceText: string
  readonly given: string
  readonly givenHint: string
  readonly keep: string
  readonly kept: string
  readonly close: string
  readonly closeTitle: string
  readonly closeText: string
  readonly closed: string
  readonly deliveries: string
  readonly none: string
  readonly when: string
  readonly topic: string
  readonly outcome: string
  readonly events: string
  readonly outcomes: Readonly<Record<Delivery['outcome'], string>>
}

export const webhookTexts = defineTexts<Texts>({
  de: {
    title: 'Webhooks',
    lead: 'Dein Shopsystem oder dein Mailversand meldet hierher, was geschieht, sobald es geschieht. Jede Meldung ist unterschrieben; andere werden abgewiesen.',
    providers: {
      shopify: {
        name: 'Shopify',
        text: 'Bestellungen, Stornos und Erstattungen',
        steps: [
          'Öffne in Shopify: Einstellungen, Benachrichtigungen, Webhooks.',
          'Lege Webhooks im Format JSON mit dieser Adresse an: Bestellung erstellt, Bestellung storniert, Erstattung erstellt.',
          'Shopify zeigt unter der Liste den Schlüssel, mit dem es unterschreibt. Trage ihn hier ein.',
        ],
      },
      woocommerce: {
        name: 'WooCommerce',
        text: 'Bestellungen, Stornos und Erstattungen',
        steps: [
          'Öffne in WordPress: WooCommerce, Einstellungen, Erweitert, Webhooks.',
          'Lege zwei Webhooks mit dieser Adresse an: Bestellung erstellt und Bestellung aktualisiert.',
          'Trage bei beiden dieses Geheimnis ein.',
        ],
      },
      orders: {
        name: 'Anderer Shop',
        text: 'Bestellungen als JSON oder CSV',
        steps: [
          'Sende Bestellungen mit POST an diese Adresse: order_id, time, total, currency, status, customer_id, email, phone, items.',
          'Unterschreibe mit HMAC-SHA256 und dem Geheimnis die Sekunden seit 1970, einen Punkt und den Körper. Die Sekunden kommen in die Kopfzeile X-Timestamp, das Ergebnis in hex in X-Signature. Nach fünf Minuten gilt eine Unterschrift nicht mehr.',
        ],
      },
      mail: {
        name: 'Mailversand',
        text: 'Zugestellt, geöffnet, angeklickt, abgemeldet: SendGrid, Mailgun, Postmark, Brevo und andere',
        steps: [
          'Trage diese Adresse im Mailversand als Webhook für Ereignisse ein.',
          'Mailgun und SendGrid unterschreiben selbst: Trage hier ihren Signing Key (Mailgun) oder Verification Key (SendGrid) ein.',
          'Postmark und Brevo senden das Geheimnis mit: als Passwort (HTTP-Authentifizierung) oder als Bearer-Token.',
        ],
      },
    },
    make: 'Einrichten',
    address: 'Adresse',
    copy: 'Kopieren',
    copied: 'Kopiert',
    secret: 'Geheimnis',
    secretNow: 'Kopiere das Geheimnis jetzt. Es wird nicht noch einmal gezeigt.',
    secretSince: (date) => `Gilt seit ${date} und wird nicht mehr gezeigt.`,
    replace: 'Neues Geheimnis',
    replaceTitle: 'Geheimnis ersetzen?',
    replaceText: 'Meldungen mit dem alten Geheimnis werden sofort abgewiesen.',
    given: 'Schlüssel der anderen Seite',
    givenHint: 'Nur nötig, wenn die andere Seite ihn vorgibt',
    keep: 'Übernehmen',
    kept: 'Der Schlüssel gilt jetzt',
    close: 'Adresse schließen',
    closeTitle: 'Diese Adresse schließen?',
    closeText: 'Was an sie gesendet wird, kommt nicht mehr an. Was schon da ist, bleibt.',
    closed: 'Die Adresse ist geschlossen',
    deliveries: 'Letzte Meldungen',
    none: 'Noch keine Meldung. Schicke zur Probe eine ab.',
    when: 'Wann',
    topic: 'Worüber',
    outcome: 'Ergebnis',
    events: 'Ereignisse',
    outcomes: {
      taken: 'übernommen',
      known: 'war schon da',
      ignored: 'nicht von Belang',
      rejected: 'nicht verstanden',
      unsigned: 'falsche Unterschrift',
    },
  },
  en: {
    title: 'Webhooks',
    lead: 'Your shop system or mail provider reports here what happens as it happens. Every report is signed; others are turned away.',
    providers: {
      shopify: {
        name: 'Shopify',
        text: 'Orders, cancellations and refunds',
        steps: [
          'In Shopify, open Settings, Notifications, Webhooks.',
          'Create webhooks in JSON with this address: order creation, order cancellation, refund create.',
          'Below the list Shopify shows the key with which it signs. Enter it here.',
        ],
      },
      woocommerce: {
        name: 'WooCommerce',
        text: 'Orders, cancellations and refunds',
        steps: [
          'In WordPress, open WooCommerce, Settings, Advanced, Webhooks.',
          'Create two webhooks with this address: order created and order updated.',
          'Enter this secret in both.',
        ],
      },
      orders: {
        name: 'Another shop',
        text: 'Orders as JSON or CSV',
        steps: [
          'POST orders to this address: order_id, time, total, currency, status, customer_id, email, phone, items.',
          'Sign the seconds since 1970, a dot and the body with HMAC-SHA256 and the secret. The seconds go into the header X-Timestamp, the result in hex into X-Signature. A signature holds for five minutes.',
        ],
      },
      mail: {
        name: 'Mail provider',
        text: 'Delivered, opened, clicked, unsubscribed: SendGrid, Mailgun, Postmark, Brevo and others',
        steps: [
          'Enter this address at the mail provider as its webhook for events.',
          'Mailgun and SendGrid sign by themselves: enter their signing key (Mailgun) or verification key (SendGrid) here.',
          'Postmark and Brevo send the secret along: as the password (HTTP authentication) or as a bearer token.',
        ],
      },
    },
    make: 'Set up',
    address: 'Address',
    copy: 'Copy',
    copied: 'Copied',
    secret: 'Secret',
    secretNow: 'Copy the secret now. It is not shown again.',
    secretSince: (date) => `Valid since ${date}; it is not shown again.`,
    replace: 'New secret',
    replaceTitle: 'Replace the secret?',
    replaceText: 'Reports with the old secret are turned away at once.',
    given: 'Key of the other side',
    givenHint: 'Only where the other side sets it',
    keep: 'Use it',
    kept: 'The key holds now',
    close: 'Close the address',
    closeTitle: 'Close this address?',
    closeText: 'What is sent to it no longer arrives. What is here already stays.',
    closed: 'The address is closed',
    deliveries: 'Last reports',
    none: 'No report yet. Send one to try it.',
    when: 'When',
    topic: 'About',
    outcome: 'Result',
    events: 'Events',
    outcomes: {
      taken: 'taken in',
      known: 'was here already',
      ignored: 'of no concern',
      rejected: 'not understood',
      unsigned: 'wrong signature',
    },
  },
})
