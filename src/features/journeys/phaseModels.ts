import type { PhaseModel, Section } from './schema.ts'

const phase = (id: string, section: Section, de: string, en: string): PhaseModel['phases'][number] => ({
  id,
  section,
  name: { de, en },
})

/** The phase models that ship; a journey copies the phases of one and may change them. */
export const phaseModels: readonly PhaseModel[] = [
  {
    id: 'six-phases',
    name: { de: 'Sechs Phasen', en: 'Six phases' },
    description: {
      de: 'Vom ersten Bewusstsein bis zur Weiterempfehlung; passt für die meisten Unternehmen.',
      en: 'From first awareness to recommending you; fits most companies.',
    },
    phases: [
      phase('awareness', 'before', 'Bewusstsein', 'Awareness'),
      phase('consideration', 'before', 'Überlegung', 'Consideration'),
      phase('decision', 'before', 'Entscheidung', 'Decision'),
      phase('purchase', 'purchase', 'Kauf', 'Purchase'),
      phase('retention', 'after', 'Bindung', 'Retention'),
      phase('advocacy', 'after', 'Weiterempfehlung', 'Advocacy'),
    ],
  },
  {
    id: 'impulse',
    name: { de: 'Vom Impuls zum Kauf', en: 'From impulse to purchase' },
    description: {
      de: 'Wie aus einer Inspiration ein Kaufwunsch und schließlich „Meins!“ wird.',
      en: 'How an inspiration becomes a wish and finally “Mine!”.',
    },
    phases: [
      phase('inspiration', 'before', 'Inspiration', 'Inspiration'),
      phase('impulse', 'before', 'Impuls verstärken', 'Strengthen the impulse'),
      phase('wish', 'before', 'Kaufwunsch entwickeln', 'Develop the wish'),
      phase('intention', 'before', 'Kaufvorsatz', 'Intend to buy'),
      phase('mine', 'purchase', 'Meins!', 'Mine!'),
    ],
  },
  {
    id: 'crm',
    name: { de: 'CRM in fünf Phasen', en: 'CRM in five phases' },
    description: {
      de: 'Aufmerksamkeit, Interesse, Kauf, Lieferung und Nutzung, Erinnerung: die Sicht des Handels auf seine Kunden.',
      en: 'Attention, interest, purchase, delivery and use, remembrance: how retail looks at its customers.',
    },
    phases: [
      phase('awareness', 'before', 'Aufmerksamkeit', 'Awareness'),
      phase('consideration', 'before', 'Interesse', 'Consideration'),
      phase('purchase', 'purchase', 'Kauf', 'Purchase'),
      phase('service', 'after', 'Lieferung und Nutzung', 'Service'),
      phase('loyalty', 'after', 'Erinnerung', 'Loyalty'),
    ],
  },
  {
    id: 'four-steps',
    name: { de: 'Vier Schritte', en: 'Four steps' },
    description: {
      de: 'Knapp: suchen, vergleichen, entscheiden und was danach kommt.',
      en: 'In short: search, compare, decide, and what comes afterwards.',
    },
    phases: [
      phase('search', 'before', 'Bewusstsein und Informationssuche', 'Awareness and search'),
      phase('compare', 'before', 'Betrachtung und Vergleich', 'Consideration and comparison'),
      phase('decide', 'purchase', 'Entscheidung', 'Decision'),
      phase('after-sales', 'after', 'After-Sales', 'After-sales'),
    ],
  },
  {
    id: 'ten-steps',
    name: { de: 'Zehn Schritte', en: 'Ten steps' },
    description: {
      de: 'Der ganze Lebenslauf eines Kunden in feinen Schritten, für lange Beziehungen.',
      en: 'The whole life of a customer in fine steps, for long relationships.',
    },
    phases: [
      phase('awareness', 'before', 'Sensibilisierung', 'Awareness'),
      phase('search', 'before', 'Suche', 'Search'),
      phase('choice', 'before', 'Auswahl', 'Choice'),
      phase('acquisition', 'purchase', 'Akquisition', 'Acquisition'),
      phase('discovery', 'after', 'Entdeckung', 'Discovery'),
      phase('use', 'after', 'Nutzung', 'Use'),
      phase('maintenance', 'after', 'Instandhaltung', 'Maintenance'),
      phase('retention', 'after', 'Kundenbindung', 'Retention'),
      phase('recommendation', 'after', 'Empfehlung', 'Recommendation'),
      phase('engagement', 'after', 'Engagement', 'Engagement'),
    ],
  },
  {
    id: 'trip',
    name: { de: 'Sechs Etappen einer Reise', en: 'Six stages of a trip' },
    description: {
      de: 'Wie eine Reise, vom Aufbruch bis zum Rückblick; danach packt einen das Fernweh von Neuem.',
      en: 'Like a trip, from setting out to looking back, after which one longs to leave again.',
    },
    phases: [
      phase('discovery', 'before', 'Entdeckung', 'Discovery'),
      phase('research', 'before', 'Forschung', 'Research'),
      phase('decision', 'purchase', 'Entscheidung', 'Decision'),
      phase('trip', 'after', 'Anwendung', 'The trip'),
      phase('support', 'after', 'Unterstützung', 'Support'),
      phase('reflection', 'after', 'Auswertung', 'Looking back'),
    ],
  },
]
