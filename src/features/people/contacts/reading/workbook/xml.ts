import { SaxesParser } from 'saxes'
import { contactFault } from '../../faults.ts'

/** Between one tag and the next there are never more characters than this. */
const longestPiece = 1 << 20
const deepest = 100

export type XmlHandler = {
  /** `name` without its prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(text: string): void
}

export const damaged = () => contactFault('contacts.unreadable', 'The workbook is damaged')

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Parses XML while it comes and yields after each chunk; entities of its own are not read. */
export async function* readXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  const parser = new SaxesParser()
  const decoder = new TextDecoder('utf-8')
  let depth = 0
  let last = 0
  const refuse = () => {
    throw damaged()
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('opentag', ({ name, attributes }) => {
    last = parser.position
    depth += 1
    if (depth > deepest) refuse()
    handler.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    last = parser.position
    depth -= 1
    handler.close?.(localName(name))
  })
  if (handler.text) {
    const take = (text: string) => handler.text?.(text)
    parser.on('text', take)
    parser.on('cdata', take)
  }
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }))
    if (parser.position - last > longestPiece) refuse()
    yield
  }
  parser.write(decoder.decode()).close()
  yield
}

/** Parses XML to its end. */
export async function readWhole(chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _ of readXml(chunks, handler));
}
