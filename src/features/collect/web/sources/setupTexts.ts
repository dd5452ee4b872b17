import { defineTexts } from '../../../../web/i18n.tsx'

/** Connecting a source and seeing that it works. */
export const setupTexts = defineTexts({
  de: {
    setup: {
      way: 'Womit verbindest du?',
      ways: {
        tracker: 'Unser Skript',
        snippet: 'Segment-Snippet',
        next: 'Segment (npm)',
        rudder: 'RudderStack (npm)',
        curl: 'curl',
        node: 'Node (Segment)',
        rudderNode: 'Node (RudderStack)',
        python: 'Python',
      },
      how: {
        tracker:
          'Setze diese Zeile in den <head> jeder Seite. Sie misst Seitenaufrufe, Klicks und woher jemand kam. Ohne Zustimmung gibt es keine Cookies und keine Wiedererkennung über den Tag hinaus.',
        snippet:
          'Für Seiten, die analytics.js schon benutzen: Ersetze das alte Snippet durch dieses. Skript, Einstellungen und Ereignisse kommen dann von hier und gehen hierher.',
        next: 'Für Seiten mit eigenem Build: das unveränderte Paket @segment/analytics-next.',
        rudder:
          'Das unveränderte Paket @rudderstack/analytics-js; die Fassung „bundled“ lädt nichts von fremden Servern nach.',
        curl: 'So geht es aus jedem Programm: eine Anfrage je Ereignis, oder viele auf einmal an /v1/batch.',
        node: 'Das unveränderte Paket @segment/analytics-node.',
        rudderNode: 'Das unveränderte Paket @rudderstack/rudder-sdk-node.',
        python: 'Das unveränderte Paket segment-analytics-python.',
      },
      trap: 'Achtung: Das klassische Segment-Snippet ohne „_cdn“ ruft zuerst segment.com auf und überträgt dabei die IP-Adresse deiner Besucher. Benutze nur dieses hier.',
      consent:
        'Hast du die Zustimmung schon, zum Beispiel über ein Cookie-Banner, ergänze data-consent="granted" oder rufe später fernweh(\'consent\', { analytics: true }) auf.',
      secret: 'Dieser Schlüssel ist geheim. Er gehört auf deinen Server, nie in eine Seite oder App.',
      placeholder:
        'Setze an die Stelle von DEIN_SCHLÜSSEL einen Schlüssel dieser Quelle ein. Geheime Schlüssel zeigen wir nur beim Anlegen.',
      keyHere: 'DEIN_SCHLÜSSEL',
      newKey: 'Neuen Schlüssel anlegen',
      copy: 'Kopieren',
      copied: 'Kopiert',
      code: 'Code zum Kopieren',
      anyOrigin: 'Jede Seite, die den Schlüssel kennt, darf senden. Unter Einstellungen kannst du das einschränken.',
      onlyOrigins: (list: string) => `Senden dürfen nur: ${list}.`,
      direct: 'Oder direkt senden',
      capture: 'Ohne eigenes System: Tablet und Handy erfassen Antworten, Anrufe und Bestellkarten auch ohne Netz.',
      captureGo: 'Erfassung einrichten',
      past: 'Vergangene Zeiten und Beträge sind erlaubt: So holst du auch alte Bestellungen nach.',
    },
    made: {
      title: 'Das ist der Schlüssel. Kopiere ihn jetzt.',
      text: 'Er ist geheim und wird nur dieses eine Mal gezeigt. In den Beispielen unter „Einrichten“ steht er schon.',
    },
    first: {
      waiting: 'Wartet auf das erste Ereignis',
      waitingText: 'Sobald etwas ankommt, siehst du es hier, ohne neu zu laden.',
      received: 'Es funktioniert: Ereignisse kommen an',
      receivedText: (name: string, when: string) => `Zuletzt „${name}“, ${when}.`,
      look: 'Live ansehen',
      paused: 'Die Quelle ist angehalten; was ankommt, wird nicht gespeichert.',
    },
  },
  en: {
    setup: {
      way: 'What do you connect with?',
      ways: {
        tracker: 'Our script',
        snippet: 'Segment snippet',
        next: 'Segment (npm)',
        rudder: 'RudderStack (npm)',
        curl: 'curl',
        node: 'Node (Segment)',
        rudderNode: 'Node (RudderStack)',
        python: 'Python',
      },
      how: {
        tracker:
          'Put this line into the <head> of every page. It measures page views, clicks and where people came from. Without consent there are no cookies and nobody is recognised beyond the day.',
        snippet:
          'For pages that use analytics.js already: replace the old snippet by this one. Script, settings and events then come from here and go here.',
        next: 'For sites with a build of their own: the package @segment/analytics-next, unchanged.',
        rudder:
          'The package @rudderstack/analytics-js, unchanged; its “bundled” form loads nothing from other servers.',
        curl: 'This works from any program: one request per event, or many at once to /v1/batch.',
        node: 'The package @segment/analytics-node, unchanged.',
        rudderNode: 'The package @rudderstack/rudder-sdk-node, unchanged.',
        python: 'The package segment-analytics-python, unchanged.',
      },
      trap: 'Beware: Segment’s classic snippet without “_cdn” calls segment.com first and hands over the IP address of your visitors. Use only this one.',
      consent:
        'If you have consent already, for example by a cookie banner, add data-consent="granted", or call fernweh(\'consent\', { analytics: true }) later.',
      secret: 'This key is secret. It belongs on your server, never into a page or app.',
      placeholder: 'Put a key of this source in the place of YOUR_KEY. Secret keys are shown only when they are made.',
      keyHere: 'YOUR_KEY',
      newKey: 'Make a new key',
      copy: 'Copy',
      copied: 'Copied',
      code: 'Code to copy',
      anyOrigin: 'Any site that knows the key may send. You can narrow that down in the settings.',
      onlyOrigins: (list) => `Only these may send: ${list}.`,
      direct: 'Or send directly',
      capture: 'Without a system of your own: tablet and phone capture answers, calls and order cards, also offline.',
      captureGo: 'Set up capturing',
      past: 'Past times and values are allowed: this is how you bring in old orders.',
    },
    made: {
      title: 'This is the key. Copy it now.',
      text: 'It is secret and shown only this once. The examples under “Set up” contain it already.',
    },
    first: {
      waiting: 'Waiting for the first event',
      waitingText: 'As soon as something arrives you see it here, without reloading.',
      received: 'It works: events are arriving',
      receivedText: (name, when) => `The last was “${name}”, ${when}.`,
      look: 'Watch live',
      paused: 'The source is paused; what arrives is not stored.',
    },
  },
})
