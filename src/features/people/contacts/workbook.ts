import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** As many characters as spreadsheet programs take in a cell. */
const longestCell = 32_767

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** Signs that XML cannot hold, halves of a sign among them. */
const foreign =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const escaped = (text: string): string =>
  text.replace(foreign, '\ufffd').replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

/** The styles of cells by their number: text in the columns, bold text in the first row. */
const styles = { text: 1, head: 2 } as const

const related = (list: readonly (readonly [string, string])[]): string =>
  `${head}<Relationships xmlns="${packageRelations}">${list
    .map(([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${relations}/${kind}" Target="${target}"/>`)
    .join('')}</Relationships>`

const parts = (sheet: string): readonly (readonly [string, string])[] => [
  [
    '[Content_Types].xml',
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`,
  ],
  ['_rels/.rels', related([['officeDocument', 'xl/workbook.xml']])],
  [
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    related([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
  ],
  [
    'xl/styles.xml',
    `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`,
  ],
]

/** The letters of a column, from 1 on. */
function lettersOf(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  return `${rest > 0 ? lettersOf(rest) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`
}

function rowXml(number: number, cells: readonly string[], style: number): string {
  const written = cells.map((text, i) =>
    text === ''
      ? ''
      : `<c r="${lettersOf(i + 1)}${number}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, longestCell))}</t></is></c>`,
  )
  return `<row r="${number}">${written.join('')}</row>`
}

type Rows = AsyncIterable<readonly (readonly string[])[]>

async function* sheetXml(heads: readonly string[], batches: Rows): AsyncGenerator<string> {
  const columns = heads.map(
    (name, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${Math.min(255, Math.max(12, name.length + 2))}" style="${styles.text}" customWidth="1"/>`,
  )
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${rowXml(1, heads, styles.head)}`
  let number = 1
  for await (const rows of batches) {
    yield rows
      .map((cells) => {
        number += 1
        return rowXml(number, cells, styles.text)
      })
      .join('')
  }
  yield '</sheetData></worksheet>'
}

/** An Excel workbook of one sheet. Cells are texts, so that postcodes keep their zeros and nothing is a formula. */
export function workbook(sheetName: string, heads: readonly string[], batches: Rows): Readable {
  const zip = new ZipFile()
  const out = Readable.from(zip.outputStream, { objectMode: false })
  const sheet = Readable.from(sheetXml(heads, batches), { objectMode: false })
  zip.on('error', (error: Error) => out.destroy(error))
  out.once('close', () => sheet.destroy())
  for (const [name, text] of parts(sheetName)) zip.addBuffer(Buffer.from(text), name)
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  return out
}
