import { ownSites } from './referrers/own.ts'
import { vendoredSites } from './referrers/vendored.ts'

/** What a well-known site is; `site`: known, and none of the others, though a longer name such as its search may be. */
export const siteKinds = [
  'search',
  'social',
  'video',
  'shopping',
  'email',
  'assistant',
  'ads',
  'affiliate',
  'site',
] as const
export type SiteKind = (typeof siteKinds)[number]

const namesIn = (text: string): readonly string[] => text.split(/\s+/).filter((name) => name !== '')

const listed = (lists: Readonly<Partial<Record<SiteKind, string>>>): readonly (readonly [string, SiteKind])[] =>
  siteKinds.flatMap((kind) => namesIn(lists[kind] ?? '').map((name): [string, SiteKind] => [name, kind]))

/** Every known name of a site, ours before the vendored ones. Names without a dot are those that campaigns use. */
export const sites: ReadonlyMap<string, SiteKind> = new Map([...listed(vendoredSites), ...listed(ownSites)])

/** The host in an address, an address of an app, or a host with or without `www.`; the engine uses the same pattern. */
export const hostPattern = '^(?:[a-z][a-z0-9+.-]*://)?(?:www\\.)?([^/?#:]*)'
const host = new RegExp(hostPattern)

/** Of a text in lower case. */
export const hostOf = (text: string): string => host.exec(text)?.[1] ?? ''

/** The whole name, then what follows each of its dots as long as a dot is left. */
function candidates(name: string): readonly string[] {
  const labels = name.split('.')
  return labels.flatMap((_, i) => (i === 0 || i < labels.length - 1 ? [labels.slice(i).join('.')] : []))
}

/** What a host in lower case, or a campaign's name for a site, is; empty where nobody knows. The longest name counts. */
export function siteKindOf(name: string): SiteKind | '' {
  for (const candidate of candidates(name)) {
    const kind = sites.get(candidate)
    if (kind) return kind
  }
  return ''
}
