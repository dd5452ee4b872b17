import { posix } from 'node:path'
import type { Archive } from '../../../../../platform/archive/archive.ts'
import { limits, tooLarge } from './limits.ts'
import { damaged, readWhole } from './xml.ts'

/** The content of a part of a workbook by its name, which differs not by case; undefined where there is no such part. */
export type Parts = (name: string) => AsyncIterable<Buffer> | undefined

export function partsOf(archive: Archive): Parts {
  const files = new Map(archive.files.map((file) => [file.name.toLowerCase(), file]))
  return (name) => {
    const file = files.get(name.toLowerCase())
    return file && archive.read(file)
  }
}

type Related = { readonly id: string; readonly kind: string; readonly part: string }

/** What a part leads to: kinds such as `worksheet`, and the names of the parts. */
async function relatedTo(parts: Parts, part: string): Promise<Related[]> {
  const folder = posix.dirname(part)
  const content = parts(posix.join(folder, '_rels', `${posix.basename(part)}.rels`))
  const found: Related[] = []
  if (!content) return found
  await readWhole(content, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return
      if (found.length >= limits.archive.files) throw tooLarge('parts')
      const kind = Type.slice(Type.lastIndexOf('/') + 1)
      found.push({ id: Id, kind, part: posix.resolve('/', folder, Target).slice(1) })
    },
  })
  return found
}

export type Outline = {
  /** The parts of its sheets, in the order of their tabs. */
  readonly sheets: readonly string[]
  readonly sharedStrings: string | undefined
  readonly styles: string | undefined
  /** Days count from 1904 and not from 1900. */
  readonly from1904: boolean
}

/** Which parts make up the workbook. */
export async function outlineOf(parts: Parts): Promise<Outline> {
  const book = (await relatedTo(parts, '')).find(({ kind }) => kind === 'officeDocument')?.part ?? 'xl/workbook.xml'
  const content = parts(book)
  if (!content) throw damaged()
  const related = await relatedTo(parts, book)
  const sheets: string[] = []
  let from1904 = false
  await readWhole(content, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      if (sheets.length >= limits.sheets) throw tooLarge('sheets')
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      const part = related.find((one) => one.id === id && one.kind === 'worksheet')?.part
      if (part !== undefined) sheets.push(part)
    },
  })
  const only = (wanted: string) => related.find(({ kind }) => kind === wanted)?.part
  return { sheets, sharedStrings: only('sharedStrings'), styles: only('styles'), from1904 }
}

/** The texts that cells name by their number; of rich text the letters alone. */
export async function sharedStringsOf(content: AsyncIterable<Buffer> | undefined): Promise<readonly string[]> {
  const texts: string[] = []
  let text = ''
  let total = 0
  let isText = false
  let aside = false
  if (!content) return texts
  await readWhole(content, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') aside = true
      else if (name === 't') isText = !aside
    },
    text(more) {
      if (isText && text.length <= limits.cell) text += more.slice(0, limits.cell + 1)
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'rPh') aside = false
      else if (name === 'si') {
        total += text.length
        if (texts.length >= limits.sharedStrings || total > limits.sharedText) throw tooLarge('texts')
        texts.push(text)
      }
    },
  })
  return texts
}
