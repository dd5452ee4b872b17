import { defineTexts } from '../../../../web/i18n.tsx'
import type { EntryCondition, EntryFact, Recount } from '../../channels/schema.ts'

type RuleTexts = {
  readonly facts: Readonly<Record<EntryFact, string>>
  readonly operators: Readonly<Record<EntryCondition['op'], string>>
  readonly and: string
  readonly or: string
  readonly always: string
  readonly quote: (text: string) => string
}

type Texts = {
  readonly title: string
  readonly here: string
  readonly lead: string
  readonly position: (n: number) => string
  readonly otherwise: string
  readonly otherwiseText: string
  readonly edit: (channel: string) => string
  readonly remove: (channel: string) => string
  readonly up: (channel: string) => string
  readonly down: (channel: string) => string
  readonly add: string
  readonly channel: string
  readonly channelHint: string
  readonly fact: string
  readonly operator: string
  readonly values: string
  readonly valuesHint: string
  readonly removeCondition: string
  readonly addOr: string
  readonly addAnd: string
  readonly ready: string
  readonly incomplete: string
  readonly reset: string
  readonly isDefault: string
  readonly save: string
  readonly discard: string
  readonly saved: string
  readonly looking: string
  readonly noVisits: string
  readonly noChange: (visits: string) => string
  readonly change: (changed: string, visits: string) => string
  readonly before: string
  readonly after: string
  readonly visits: string
  readonly recount: Readonly<Record<Recount['state'], string>>
  readonly recounted: (events: string) => string
  readonly again: string
  readonly tryTitle: string
  readonly tryText: string
  readonly address: string
  readonly referrer: string
  readonly result: string
  readonly rule: RuleTexts
}

export const channelTexts = defineTexts<Texts>({
  de: {
    title: 'Woran erkennen wir, wie jemand zu uns kam?',
    here: 'Kanäle',
    lead: 'Die Regeln werden von oben nach unten geprüft; die erste, die zutrifft, nennt den Kanal des Besuchs. Änderst du sie, folgen auch vergangene Besuche.',
    position: (n) => `Regel ${n}`,
    otherwise: 'sonst',
    otherwiseText: 'Wenn keine Regel zutrifft',
    edit: (channel) => `Regel für ${channel} bearbeiten`,
    remove: (channel) => `Regel für ${channel} entfernen`,
    up: (channel) => `${channel} nach oben`,
    down: (channel) => `${channel} nach unten`,
    add: 'Regel hinzufügen',
    channel: 'Kanal',
    channelHint: 'Ein bekannter Kanal oder ein eigener Name',
    fact: 'Merkmal',
    operator: 'Vergleich',
    values: 'Werte',
    valuesHint: 'Wert eingeben, Enter',
    removeCondition: 'Bedingung entfernen',
    addOr: 'oder …',
    addAnd: 'und …',
    ready: 'Fertig',
    incomplete: 'Gib jeder Bedingung mindestens einen Wert und der Regel einen Kanal.',
    reset: 'Auf Standard zurücksetzen',
    isDefault: 'Das sind die Standardregeln.',
    save: 'Speichern',
    discard: 'Verwerfen',
    saved: 'Gespeichert. Vergangene Besuche folgen jetzt.',
    looking: 'Wir sehen nach, was sich ändert …',
    noVisits: 'Noch keine Besuche, an denen sich die Wirkung zeigen ließe.',
    noChange: (visits) => `An den ${visits} Besuchen der letzten 30 Tage ändert sich nichts.`,
    change: (changed, visits) => `Von ${visits} Besuchen der letzten 30 Tage bekämen ${changed} einen anderen Kanal.`,
    before: 'Bisher',
    after: 'Dann',
    visits: 'Besuche',
    recount: {
      waiting: 'Vergangene Besuche warten auf die neuen Regeln.',
      renaming: 'Vergangene Besuche bekommen ihre Kanäle …',
      settling: 'Berichte werden auf den Stand gebracht …',
      done: 'Alle vergangenen Besuche folgen diesen Regeln.',
      failed: 'Vergangene Besuche konnten den Regeln nicht folgen.',
    },
    recounted: (events) => `${events} Ereignisse haben einen anderen Kanal bekommen.`,
    again: 'Noch einmal versuchen',
    tryTitle: 'Ausprobieren',
    tryText: 'Welchen Kanal bekäme ein Besuch mit dieser Adresse?',
    address: 'Adresse der Seite, mit utm-Angaben',
    referrer: 'Kam von (Seite davor)',
    result: 'Ergebnis',
    rule: {
      facts: {
        source: 'Quelle',
        medium: 'Medium',
        campaign: 'Kampagne',
        term: 'Suchwort',
        content: 'Anzeigeninhalt',
        referrer: 'Seite davor',
        click: 'Klick-Kennung',
        landing: 'Einstiegsseite',
        site: 'Art der Quelle',
        occasion: 'Anlass',
      },
      operators: {
        is: 'ist',
        is_not: 'ist nicht',
        contains: 'enthält',
        starts_with: 'beginnt mit',
        ends_with: 'endet auf',
        exists: 'ist vorhanden',
        missing: 'fehlt',
      },
      and: 'und',
      or: 'oder',
      always: 'immer',
      quote: (text) => `„${text}“`,
    },
  },
  en: {
    title: 'How do we tell how somebody came to us?',
    here: 'Channels',
    lead: 'Rules are checked from top to bottom; the first that holds names the channel of the visit. When you change them, past visits follow.',
    position: (n) => `Rule ${n}`,
    otherwise: 'otherwise',
    otherwiseText: 'Where no rule holds',
    edit: (channel) => `Edit the rule for ${channel}`,
    remove: (channel) => `Remove the rule for ${channel}`,
    up: (channel) => `Move ${channel} up`,
    down: (channel) => `Move ${channel} down`,
    add: 'Add a rule',
    channel: 'Channel',
    channelHint: 'A known channel, or a name of your own',
    fact: 'Fact',
    operator: 'Comparison',
    values: 'Values',
    valuesHint: 'Type a value, Enter',
    removeCondition: 'Remove condition',
    addOr: 'or …',
    addAnd: 'and …',
    ready: 'Done',
    incomplete: 'Give every condition at least one value, and the rule a channel.',
    reset: 'Reset to default',
    isDefault: 'These are the default rules.',
    save: 'Save',
    discard: 'Discard',
    saved: 'Saved. Past visits follow now.',
    looking: 'Looking at what changes …',
    noVisits: 'No visits yet on which the effect could be shown.',
    noChange: (visits) => `Nothing changes for the ${visits} visits of the last 30 days.`,
    change: (changed, visits) => `Of ${visits} visits of the last 30 days, ${changed} would get another channel.`,
    before: 'Until now',
    after: 'Then',
    visits: 'Visits',
    recount: {
      waiting: 'Past visits wait for the new rules.',
      renaming: 'Past visits are given their channels …',
      settling: 'Reports are brought up to date …',
      done: 'All past visits follow these rules.',
      failed: 'Past visits could not follow the rules.',
    },
    recounted: (events) => `${events} events got another channel.`,
    again: 'Try again',
    tryTitle: 'Try it',
    tryText: 'Which channel would a visit with this address get?',
    address: 'Address of the page, with utm parameters',
    referrer: 'Came from (page before)',
    result: 'Result',
    rule: {
      facts: {
        source: 'source',
        medium: 'medium',
        campaign: 'campaign',
        term: 'search term',
        content: 'ad content',
        referrer: 'page before',
        click: 'click id',
        landing: 'landing page',
        site: 'kind of source',
        occasion: 'occasion',
      },
      operators: {
        is: 'is',
        is_not: 'is not',
        contains: 'contains',
        starts_with: 'starts with',
        ends_with: 'ends with',
        exists: 'is present',
        missing: 'is missing',
      },
      and: 'and',
      or: 'or',
      always: 'always',
      quote: (text) => `“${text}”`,
    },
  },
})
