import { anchorOf, normaliseIdentifier } from '../collect/index.ts'
import { phonesOf } from './contacts/values.ts'

const address = /[^\s@,;:<>"'()[\]{}=&?/\\]{1,64}@[^\s@,;:<>"'()[\]{}=&?/\\]{1,190}/g
const number = /(?:\+|\(|\d)[\d ()/.\-\u00a0\u202f]{5,30}\d/g
const kinds = ['customer', 'user', 'card', 'anonymous', 'phone', 'email'] as const
const [longestName, longestText] = [500, 20_000]

/** A text as it was before it was put into an address, once or twice. */
function decoded(text: string): string[] {
  const plain = text
    .replace(/%25/g, '%')
    .replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return plain === text ? [text] : [text, plain]
}

/** The anchors of everything that texts may name somebody by: each as a whole, and addresses and numbers inside. */
export function anchorsNamedIn(workspace: string, texts: readonly string[], country: string): string[] {
  const found = new Set<string>()
  const add = (kind: (typeof kinds)[number], text: string) => {
    const value = normaliseIdentifier(kind, text)
    if (value !== '') found.add(anchorOf(workspace, kind, value))
  }
  for (const one of texts) {
    const text = one.slice(0, longestText).trim()
    if (text === '') continue
    for (const plain of decoded(text)) {
      if (plain.length <= longestName) for (const kind of kinds) add(kind, plain)
      for (const [mail] of plain.matchAll(address)) {
        for (const kind of ['email', 'customer', 'user'] as const) add(kind, mail.toLowerCase().replace(/[.]+$/, ''))
      }
      for (const [digits] of plain.replaceAll('(0)', '').matchAll(number)) {
        add('phone', digits)
        for (const phone of phonesOf(digits, country)) add('phone', phone)
      }
    }
  }
  return [...found]
}
