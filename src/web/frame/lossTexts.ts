import { defineTexts } from '../i18n.tsx'

export const lossTexts = defineTexts({
  de: {
    title: 'Ein Teil der Daten fehlt',
    text: (what: string) =>
      `Beim letzten Start des Servers fehlten Dateien, oder sie waren beschädigt: ${what}. Zahlen in Berichten können deshalb zu klein sein. Bitte den, der den Server betreibt, eine Sicherung zurückzuspielen; wie das geht, steht in der README unter „The data folder“.`,
    rows: (table: string, rows: string) => (rows === '' ? table : `${rows} Zeilen aus: ${table}`),
    tables: {
      events: 'Ereignisse',
      paths: 'Wege der Kunden',
      traits: 'Angaben zu Kunden',
      consents: 'Einwilligungen',
      journey_runs: 'Durchläufe der Kundenreisen',
      segment_members: 'Mitglieder der Segmente',
      persons: 'Zusammenführungen',
      edges: 'Verbindungen zwischen Kennungen',
      merges: 'Protokoll der Zusammenführungen',
      identities: 'Kennungen',
      codes: 'Namen von Ereignissen und Kanälen',
    },
  },
  en: {
    title: 'Part of the data is missing',
    text: (what) =>
      `When the server last started, files were missing or damaged: ${what}. Figures in reports may be too small. Ask whoever runs the server to put a copy back; the README says how under “The data folder”.`,
    rows: (table, rows) => (rows === '' ? table : `${rows} rows of ${table}`),
    tables: {
      events: 'events',
      paths: 'paths of customers',
      traits: 'details of customers',
      consents: 'consents',
      journey_runs: 'passages through journeys',
      segment_members: 'members of segments',
      persons: 'merged people',
      edges: 'links between identifiers',
      merges: 'the log of merges',
      identities: 'identifiers',
      codes: 'names of events and channels',
    },
  },
})
