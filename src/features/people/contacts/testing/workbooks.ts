import { zipOf } from '../../../../platform/archive/testing.ts'

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export type Book = {
  /** What stands within `sheetData`, sheet by sheet. */
  readonly sheets: readonly string[]
  /** The `si` elements of the shared strings. */
  readonly shared?: string
  /** The numbers of the formats of the styles, and formats of their own. */
  readonly styles?: readonly number[]
  readonly formats?: Readonly<Record<number, string>>
  readonly from1904?: boolean
  /** Sheets, by their number from 0, whose tab is not shown. */
  readonly hidden?: readonly number[]
  readonly after?: string
}

const related = (list: readonly (readonly [string, string, string])[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([id, kind, target]) => `<Relationship Id="${id}" Type="${relations}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** The parts of a workbook as a spreadsheet program writes them. */
export function partsOf({ sheets, shared, styles = [], formats = {}, from1904, hidden = [], after = '' }: Book) {
  const names = sheets.map((_, i) => `worksheets/sheet${i + 1}.xml`)
  const tabs = names.map(
    (_, i) =>
      `<sheet name="S${i + 1}" sheetId="${i + 1}"${hidden.includes(i) ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
  )
  const codes = Object.entries(formats).map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
  return new Map([
    ['_rels/.rels', related([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook ${main} xmlns:r="${relations}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${tabs.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      related([
        ...names.map((name, i): [string, string, string] => [`rId${i + 1}`, 'worksheet', name]),
        ['rId901', 'styles', 'styles.xml'],
        ['rId902', 'sharedStrings', 'sharedStrings.xml'],
      ]),
    ],
    [
      'xl/styles.xml',
      `<styleSheet ${main}><numFmts count="${codes.length}">${codes.join('')}</numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="${styles.length}">${styles
        .map((id) => `<xf numFmtId="${id}"/>`)
        .join('')}</cellXfs></styleSheet>`,
    ],
    ['xl/sharedStrings.xml', `<?xml version="1.0"?><sst ${main}>${shared ?? ''}</sst>`],
    ...sheets.map((rows, i): [string, string] => [
      `xl/${names[i]}`,
      `<worksheet ${main}><sheetData>${rows}</sheetData>${after}</worksheet>`,
    ]),
  ])
}

export const bookOf = (book: Book): Buffer =>
  zipOf([...partsOf(book)].map(([name, text]) => ({ name, bytes: Buffer.from(text) })))
