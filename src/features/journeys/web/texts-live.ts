import { defineTexts } from '../../../web/i18n.tsx'

const de = {
  button: 'Live',
  label: 'Was gerade ankommt',
  line: {
    connecting: 'Verbindung wird aufgebaut …',
    open: 'Live',
    broken: 'Verbindung unterbrochen, neuer Versuch …',
  },
  count: (n: string, sampled: boolean) => `${sampled ? '≈ ' : ''}+${n} in 60 s`,
  countHeard: (n: string) => `, ${n} in den letzten 60 Sekunden`,
  all: (n: string, sampled: boolean) => `${sampled ? 'etwa ' : ''}${n} in 60 s`,
  loose: (n: string, sampled: boolean) => `${sampled ? 'etwa ' : ''}${n} ohne Kontaktpunkt`,
  none: 'Noch kommt nichts an.',
  toSources: 'Zu den Quellen',
  filtered: 'Filter gelten für die Zahlen, nicht für das, was ankommt.',
  past: 'Der gewählte Zeitraum ist vorbei: Seine Zahlen bewegen sich nicht.',
  feed: 'Zuletzt angekommen',
}

const en: typeof de = {
  button: 'Live',
  label: 'What arrives now',
  line: { connecting: 'Connecting …', open: 'Live', broken: 'Connection lost, trying again …' },
  count: (n, sampled) => `${sampled ? '≈ ' : ''}+${n} in 60 s`,
  countHeard: (n) => `, ${n} within the last 60 seconds`,
  all: (n, sampled) => `${sampled ? 'about ' : ''}${n} in 60 s`,
  loose: (n, sampled) => `${sampled ? 'about ' : ''}${n} without touchpoint`,
  none: 'Nothing arrives yet.',
  toSources: 'To the sources',
  filtered: 'Filters hold for the figures, not for what arrives.',
  past: 'The chosen period is over: its figures do not move.',
  feed: 'Arrived last',
}

export const liveTexts = defineTexts({ de, en })
