const heads = [
  'Kundennummer',
  'Anrede',
  'Vorname',
  'Nachname',
  'E-Mail',
  'Telefon',
  'Straße',
  'PLZ',
  'Ort',
  'Geburtsdatum',
  'Newsletter',
] as const

const first = ['Jürgen', 'Käthe', 'Søren', 'Anneliese', 'Max', 'Zoë', 'Björn', 'Renée', 'Uwe', 'Hülya']
const last = ['Müller', 'Groß', 'Schäfer', 'Weiß', 'von der Heide', 'Böhm', 'Lange', 'Krüger', 'Jäger', 'Öztürk']

/** Names that nobody has twice, so that no two contacts are alike. */
const nameOf = (n: number): readonly [string, string] => {
  const branch = n < 100 ? '' : `-${String.fromCharCode(64 + Math.floor(n / 100))}ahr`
  return [first[n % 10] ?? '', `${last[Math.floor(n / 10) % 10]}${branch}`]
}

const two = (n: number): string => String(n).padStart(2, '0')

const contact = (n: number): string[] => [
  `K${100_000 + n}`,
  n % 2 === 0 ? 'Herr' : 'Frau',
  ...nameOf(n),
  `kunde${n}@adressbuch.example`,
  `0761 ${200_000 + n}`,
  `Königstraße ${(n % 200) + 1}`,
  `0${1067 + (n % 8000)}`,
  'Görlitz',
  `${two((n % 28) + 1)}.${two((n % 12) + 1)}.${1940 + (n % 60)}`,
  n % 3 === 0 ? 'ja' : '',
]

type AddressBook = { readonly bytes: Buffer; readonly repeated: number; readonly wrong: readonly string[] }

/** Cells as German Excel saves them: Windows-1252, semicolons, every line ended. */
export const asGermanFile = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from([heads, ...rows].map((cells) => `${cells.join(';')}\r\n`).join(''), 'latin1')

/** Contacts of a German CRM, of whom every 20th is repeated and every 100th is wrong. */
export function addressBook(count: number, special: readonly string[]): AddressBook {
  const rows: (readonly string[])[] = [special]
  const wrong: string[] = []
  let [repeated, next] = [0, 0]
  for (let i = 1; i < count; i++) {
    if (i % 100 === 50) {
      const row = i % 200 === 50 ? ['', 'Frau', 'Ohne', 'Größe'] : [`F${i}`, 'Herr', 'Falk', 'Schröder', 'nicht-gültig']
      rows.push([...row, ...heads.slice(row.length).map(() => '')])
      wrong.push(rows.at(-1)?.join(';') ?? '')
    } else if (i % 20 === 19) {
      rows.push(contact(Math.floor(next / 2)))
      repeated += 1
    } else rows.push(contact(next++))
  }
  return { bytes: asGermanFile(rows), repeated, wrong }
}

/** Two pairs of contacts who look alike, and one who is like nobody. */
export const alike = [
  [
    'D1',
    'Herr',
    'Hans',
    'Müller',
    'hans@dubletten.example',
    '',
    'Königstraße 12',
    '01067',
    'Dresden',
    '07.03.1961',
    '',
  ],
  ['D2', 'Herr', 'Hans', 'Mueller', '', '0351 222222', 'Königstr. 12', '01067', 'Dresden', '07.03.1961', ''],
  ['D3', 'Frau', 'Renée', 'Groß', 'r.gross@dubletten.example', '', 'Am Markt 1', '02826', 'Görlitz', '01.02.1970', ''],
  ['D4', 'Frau', 'Renee', 'Gross', '', '03581 333333', 'Am Markt 1', '02826', 'Görlitz', '01.02.1970', ''],
  ['D5', 'Frau', 'Zoë', 'Lange', 'zoe@dubletten.example', '', 'Gasse 3', '01099', 'Dresden', '24.12.1988', ''],
]
