import type { SourceKind } from './schema.ts'

const letters: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  ł: 'l',
}

/** Names that events have without a source of that name. */
const reserved = ['import', 'sample']
const longest = 48

/** The name as events hold it: small Latin letters, digits and hyphens. */
export function slugOf(name: string, kind: SourceKind): string {
  const plain = name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüßæøœł]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '')
  return plain === '' || reserved.includes(plain) ? `${kind}-source` : plain
}

/** The slug itself, or the first of `slug-2`, `slug-3` and so on that is free. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  let free = slug
  for (let i = 2; taken.has(free); i++) free = `${slug}-${i}`
  return free
}
