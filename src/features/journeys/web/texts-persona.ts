import { defineTexts } from '../../../web/i18n.tsx'

const de = {
  segment: 'Segment',
  everybody: 'Alle Menschen',
  only: 'Nur Menschen aus dem Segment',
  inSegment: (name: string) => `gehört zu „${name}“`,
  unknown: 'unbekanntes Segment',
  personas: 'Personas',
  hint: 'Typische Kunden. Mit einem Segment verbunden, zeigt die Karte ihre Reisen allein.',
  add: 'Persona',
  name: 'Name der Persona',
  fresh: 'Neue Persona',
  description: 'Wer das ist',
  noSegment: 'Noch kein Segment',
  remove: (name: string) => `${name} entfernen`,
  show: (name: string) => `Nur Reisen von ${name} zeigen`,
  unbound: (name: string) => `${name} ist noch mit keinem Segment verbunden`,
}

const en: typeof de = {
  segment: 'Segment',
  everybody: 'Everybody',
  only: 'Only people of the segment',
  inSegment: (name) => `belongs to “${name}”`,
  unknown: 'unknown segment',
  personas: 'Personas',
  hint: 'Typical customers. Bound to a segment, the map shows their journeys alone.',
  add: 'Persona',
  name: 'Name of the persona',
  fresh: 'New persona',
  description: 'Who that is',
  noSegment: 'No segment yet',
  remove: (name) => `Remove ${name}`,
  show: (name) => `Show only journeys of ${name}`,
  unbound: (name) => `${name} is not bound to a segment yet`,
}

export const personaTexts = defineTexts({ de, en })
