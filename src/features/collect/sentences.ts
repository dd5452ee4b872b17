import { commonFaults } from '../../kernel/fault.ts'

type Facts = Readonly<Record<string, unknown>>
type Words = (facts: Facts) => string
type Kind = { readonly status: number; readonly title: string; readonly de: Words; readonly en: Words }

const unreadable = { status: 422, title: 'The file is not one that can be read here' }
const empty = { status: 422, title: 'The file is empty' }
const packed = { status: 422, title: 'The file is a packed archive' }
const missing = { status: 404, title: 'There is no such file' }
const unclear = { status: 422, title: 'The columns are not assigned completely' }
const stopped = { status: 500, title: 'The import stopped' }

const lacking = {
  person: {
    de: 'welche Spalte sagt, wer es war (eine Kundennummer, eine Benutzerkennung, eine E-Mail-Adresse)',
    en: 'which column says who it was (a customer number, a user id, an e-mail address)',
  },
  time: { de: 'welche Spalte sagt, wann es geschah', en: 'which column says when it happened' },
  event: { de: 'welche Spalte sagt, was geschah', en: 'which column names what happened' },
} as const

const isLack = (lack: unknown): lack is keyof typeof lacking => lack === 'person' || lack === 'time' || lack === 'event'

const listed = (lacks: unknown, language: 'de' | 'en'): string => {
  const list: readonly unknown[] = Array.isArray(lacks) ? lacks : []
  return list
    .filter(isLack)
    .map((lack) => lacking[lack][language])
    .join('; ')
}

/** Why an archive is not read though it could be unpacked. */
const odd = {
  many: { de: 'es enthält zu viele Dateien', en: 'it holds too many files' },
  twice: { de: 'zwei Dateien darin heißen gleich', en: 'two files in it have the same name' },
  path: { de: 'eine Datei darin nennt einen Ort außerhalb', en: 'a file in it names a place outside' },
  link: { de: 'eine Datei darin ist nur ein Verweis', en: 'a file in it is only a link' },
  overlap: { de: 'Dateien darin überlappen einander', en: 'files in it overlap' },
} as const

const oddity = (problem: unknown, language: 'de' | 'en'): string =>
  Object.entries(odd).find(([name]) => name === problem)?.[1][language] ?? ''

const names = (list: unknown): string => (Array.isArray(list) ? list.join(', ') : '')

/** Everything that can be wrong with a file or an import, in a sentence that says what to do. */
export const sentences = {
  'file.missing': {
    ...missing,
    de: () => 'Diese Datei ist nicht mehr da. Lade sie noch einmal hoch.',
    en: () => 'This file is not here any more. Upload it again.',
  },
  'file.absent': {
    ...missing,
    de: ({ path }) => `Es gibt keine Datei ${path}.`,
    en: ({ path }) => `There is no file ${path}.`,
  },
  'file.none': {
    status: 400,
    title: 'No file was sent',
    de: () => 'Sende die Datei als Teil `file` einer Multipart-Anfrage.',
    en: () => 'Send the file as the part `file` of a multipart request.',
  },
  'file.empty': { ...empty, de: () => 'Die Datei ist leer.', en: () => 'The file is empty.' },
  'file.blank': {
    ...empty,
    de: () => 'Die Datei enthält nur leere Zeilen.',
    en: () => 'The file holds nothing but empty lines.',
  },
  'file.workbook': {
    ...packed,
    de: () =>
      'Das ist eine Excel-Mappe oder ein ZIP-Archiv. Entpacke es oder speichere das Blatt als CSV, und importiere diese Datei.',
    en: () => 'This is an Excel workbook or a ZIP archive. Unpack it, or save the sheet as CSV, and import that file.',
  },
  'file.packed': {
    ...packed,
    de: ({ packer }) => `Diese Datei ist mit ${packer} gepackt. Entpacke sie oder packe sie mit gzip.`,
    en: ({ packer }) => `This file is packed with ${packer}. Unpack it, or pack it with gzip.`,
  },
  'file.archive': {
    ...unreadable,
    de: ({ problem }) => `Das ZIP-Archiv wird nicht gelesen: ${oddity(problem, 'de')}. Packe die Dateien neu.`,
    en: ({ problem }) => `The ZIP archive is not read: ${oddity(problem, 'en')}. Pack the files anew.`,
  },
  'file.slow': {
    ...unreadable,
    de: () => 'Die Datei zu lesen dauert zu lange. Teile sie auf oder exportiere sie neu.',
    en: () => 'Reading the file takes too long. Split it or export it anew.',
  },
  'file.heavy': {
    ...unreadable,
    de: () => 'Die Datei zu lesen braucht zu viel Speicher. Teile sie auf oder exportiere sie neu.',
    en: () => 'Reading the file needs too much memory. Split it or export it anew.',
  },
  'file.too_large': {
    status: 413,
    title: 'The file is too large',
    de: () => 'Die Datei ist größer als 100 GB. Teile sie auf.',
    en: () => 'The file is larger than 100 GB. Split it.',
  },
  'file.bomb': {
    status: 413,
    title: 'The file unpacks without end',
    de: ({ ratio }) =>
      `Die Datei wird beim Entpacken mehr als ${ratio}-mal so groß und wurde nicht weiter gelesen: Sie sieht aus wie eine Zip-Bombe.`,
    en: ({ ratio }) =>
      `The file unpacks to more than ${ratio} times its size and was not read further: it looks like a zip bomb.`,
  },
  'file.damaged': {
    ...unreadable,
    de: ({ format }) => `Die ${format}-Datei ist beschädigt oder wurde nicht vollständig übertragen.`,
    en: ({ format }) => `The ${format} file is damaged or was not transferred completely.`,
  },
  'file.damaged_line': {
    ...unreadable,
    de: ({ line, reason }) => `Die XES-Datei ist in Zeile ${line} beschädigt: ${reason}`,
    en: ({ line, reason }) => `The XES file is damaged in line ${line}: ${reason}`,
  },
  'file.no_log': {
    ...unreadable,
    de: () => 'Diese XML-Datei ist kein Ereignisprotokoll im Format XES.',
    en: () => 'This XML file is not an event log in the XES format.',
  },
  'file.web_page': {
    ...unreadable,
    de: () => 'Das ist eine Webseite, keine Datei mit Daten.',
    en: () => 'This is a web page, not a data file.',
  },
  'file.json_list': {
    ...unreadable,
    de: () => 'Das ist eine einzige JSON-Liste. Speichere sie als JSON Lines: ein Objekt je Zeile.',
    en: () => 'This is one JSON list. Save it as JSON Lines: one object on each line.',
  },
  'file.binary': {
    ...unreadable,
    de: () =>
      'Das ist keine Textdatei. Gelesen werden CSV, TSV, JSON Lines, Parquet und XES, jeweils auch mit gzip gepackt.',
    en: () => 'This is not a text file. CSV, TSV, JSON Lines, Parquet and XES can be read, each also packed with gzip.',
  },
  'file.columns': {
    ...unreadable,
    de: ({ columns, most }) => `Die Datei hat ${columns} Spalten; höchstens ${most} können gelesen werden.`,
    en: ({ columns, most }) => `The file has ${columns} columns; at most ${most} can be read.`,
  },
  'file.no_file': {
    ...unreadable,
    de: ({ path }) => `${path} ist keine Datei.`,
    en: ({ path }) => `${path} is not a file.`,
  },
  'disk.full': {
    ...commonFaults['disk.full'],
    de: () => 'Auf der Festplatte ist nicht genug Platz für diese Datei. Schaffe Platz und versuche es noch einmal.',
    en: () => 'There is not enough room on the disk for this file. Free some space and try again.',
  },
  'disk.failing': {
    ...commonFaults['disk.failing'],
    de: () => 'Auf die Festplatte des Servers lässt sich nicht schreiben. Lass sie prüfen.',
    en: () => 'The disk of the server cannot be written to. Have it checked.',
  },
  'files.exhausted': {
    ...commonFaults['files.exhausted'],
    de: () => 'Der Server hatte zu viele Dateien offen. Versuche es in einer Minute noch einmal.',
    en: () => 'The server had too many files open. Try again in a minute.',
  },
  'mapping.unclear': {
    ...unclear,
    de: ({ lacks, columns }) =>
      `Es ist nicht klar, ${listed(lacks, 'de')}. Sage es mit einer Zuordnung. Die Spalten sind: ${names(columns)}.`,
    en: ({ lacks, columns }) =>
      `It is not clear ${listed(lacks, 'en')}. Say it with a mapping. The columns are: ${names(columns)}.`,
  },
  'mapping.lacks': {
    ...unclear,
    de: ({ lacks }) => `Es fehlt, ${listed(lacks, 'de')}.`,
    en: ({ lacks }) => `It is not said ${listed(lacks, 'en')}.`,
  },
  'mapping.zone': {
    ...unclear,
    de: ({ zone }) => `${zone} ist keine Zeitzone wie Europe/Berlin.`,
    en: ({ zone }) => `${zone} is not a time zone such as Europe/Berlin.`,
  },
  'mapping.columns': {
    ...unclear,
    de: ({ missing, columns }) => `Die Datei hat keine Spalte ${names(missing)}. Sie hat: ${names(columns)}.`,
    en: ({ missing, columns }) => `The file has no column ${names(missing)}. It has: ${names(columns)}.`,
  },
  'import.unfinished': {
    status: 409,
    title: 'This import cannot be taken back now',
    de: () => 'Nur ein abgeschlossener Import kann zurückgenommen werden.',
    en: () => 'Only a finished import can be taken back.',
  },
  'import.ended': {
    ...stopped,
    de: () =>
      'Das Programm endete während des Imports. Von der Datei wurde nichts übernommen; importiere sie noch einmal.',
    en: () => 'The program ended during the import. Nothing of the file was imported; import it again.',
  },
  'import.busy': {
    ...stopped,
    de: () =>
      'Die Datenbank hatte für diese Datei nicht genug Zeit oder Speicher. Nichts davon wurde übernommen; versuche es später noch einmal.',
    en: () => 'The database had not enough time or memory for this file. Nothing of it was imported; try again later.',
  },
  'import.failed': {
    ...stopped,
    de: () => 'Der Import brach durch einen unerwarteten Fehler ab. Von der Datei wurde nichts übernommen.',
    en: () => 'The import stopped because of an unexpected error. Nothing of the file was imported.',
  },
} as const satisfies Readonly<Record<string, Kind>>

export type CollectProblem = keyof typeof sentences

export const isCollectProblem = (code: string): code is CollectProblem => Object.hasOwn(sentences, code)

/** The sentence for a problem in the reader's language; `facts` are those that came with it. */
export const sentenceOf = (code: CollectProblem, language: 'de' | 'en', facts: Facts = {}): string => {
  const kind: Kind = sentences[code]
  return kind[language](facts)
}
