import { defineTexts } from '../../../web/i18n.tsx'

const de = {
  title: 'Kundenreisen',
  lead: 'Welche Wege gehen deine Kunden, und wie viele kommen ans Ziel?',
  fresh: 'Neue Kundenreise',
  phases: (n: number) => (n === 1 ? '1 Phase' : `${n} Phasen`),
  touchpoints: (n: number) => (n === 1 ? '1 Kontaktpunkt' : `${n} Kontaktpunkte`),
  answer: (p: { won: string; all: string; share: string; interval: string }) =>
    `**${p.won}** von ${p.all} Menschen erreichten das Ziel: **${p.share}** (${p.interval}).`,
  measuring: 'Wird gerade gemessen …',
  nobody: 'Noch niemand auf dieser Reise.',
  changed: (date: string) => `geändert ${date}`,
  empty: {
    title: 'Zeichne deine erste Kundenreise',
    text: 'Wähle ein Phasenmodell und ein Ziel. Fernweh schlägt aus deinen Ereignissen die Kontaktpunkte vor, du änderst, was nicht passt.',
    noEvents: 'Noch keine Ereignisse',
    noEventsText:
      'Eine Kundenreise wird aus Ereignissen gemessen. Importiere eine Datei oder probiere den Beispielladen aus.',
    toWelcome: 'Daten holen',
    viewer: 'Sobald jemand mit der Rolle „Bearbeiten“ eine Kundenreise anlegt, siehst du sie hier.',
  },
  wizard: {
    title: 'Welche Reise willst du sehen?',
    lead: 'Drei Angaben genügen. Fernweh schlägt daraus eine Karte vor, die du danach frei ändern kannst.',
    model: 'In welche Phasen teilst du sie?',
    goal: 'Wann ist jemand am Ziel?',
    goalHint: 'Das Ereignis, mit dem eine Reise gewonnen ist.',
    otherGoal: 'Ein anderes Ereignis',
    search: 'Ereignis suchen',
    nothing: 'Kein solches Ereignis',
    events: (count: string, people: string) => `${count}-mal bei ${people} Menschen`,
    name: 'Wie soll die Kundenreise heißen?',
    usualName: 'Unsere Kundenreise',
    propose: 'Vorschlag zeigen',
    proposing: 'Die Ereignisse werden gelesen und geordnet …',
    viewer: 'Du bist hier Betrachter: Kundenreisen anlegen dürfen Menschen mit der Rolle „Bearbeiten“ oder „Inhaber“.',
  },
}

const en: typeof de = {
  title: 'Journeys',
  lead: 'Which ways do your customers go, and how many reach the goal?',
  fresh: 'New journey',
  phases: (n) => (n === 1 ? '1 phase' : `${n} phases`),
  touchpoints: (n) => (n === 1 ? '1 touchpoint' : `${n} touchpoints`),
  answer: (p) => `**${p.won}** of ${p.all} people reached the goal: **${p.share}** (${p.interval}).`,
  measuring: 'Being measured …',
  nobody: 'Nobody on this journey yet.',
  changed: (date) => `changed ${date}`,
  empty: {
    title: 'Draw your first journey',
    text: 'Choose a phase model and a goal. Fernweh proposes the touchpoints from your events; you change what does not fit.',
    noEvents: 'No events yet',
    noEventsText: 'A journey is measured from events. Import a file or try the sample shop.',
    toWelcome: 'Get data',
    viewer: 'As soon as an editor creates a journey, you will see it here.',
  },
  wizard: {
    title: 'Which journey do you want to see?',
    lead: 'Three answers are enough. Fernweh proposes a map from them that you can change freely afterwards.',
    model: 'Into which phases do you divide it?',
    goal: 'When has somebody reached the goal?',
    goalHint: 'The event with which a journey is won.',
    otherGoal: 'Another event',
    search: 'Find an event',
    nothing: 'No such event',
    events: (count, people) => `${count} times, ${people} people`,
    name: 'What shall the journey be called?',
    usualName: 'Our customer journey',
    propose: 'Show a proposal',
    proposing: 'Reading and ordering the events …',
    viewer: 'You are a viewer here: only editors and owners may create journeys.',
  },
}

export const listTexts = defineTexts({ de, en })
