import { openMemory } from '../intake/memory.ts'
import { cleanText, type Fields, fieldsOf } from './clean.ts'

const clickIds = [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'msclkid',
  'fbclid',
  'ttclid',
  'twclid',
  'li_fat_id',
  'yclid',
  'epik',
  'sccid',
  'igshid',
] as const

const campaignFields = [
  ['utm_source', 'source'],
  ['utm_medium', 'medium'],
  ['utm_campaign', 'name'],
  ['utm_term', 'term'],
  ['utm_content', 'content'],
] as const

const longest = 300
const address = /^https?:\/\/([^/?#\s]+)([^?#]*)(?:\?([^#]*))?/i

const textOf = (value: unknown): string => (typeof value === 'string' ? cleanText(value, longest) : '')

/** The host of an address, without user and port, in lower case; empty where there is none. */
export const hostIn = (url: string): string =>
  (address.exec(url)?.[1] ?? '').replace(/^.*@/, '').replace(/:\d+$/, '').toLowerCase()

const known = openMemory<Readonly<Record<string, string>>>(5_000)

/** What the page of a message says of how its visitor came: see `Incoming.entry`. Of click ids only the name is kept. */
export function entryOf(context: Fields, properties: Fields): Readonly<Record<string, string>> {
  const page = fieldsOf(context.page)
  const url = textOf(page.url) || textOf(properties.url)
  const referrer = textOf(page.referrer) || textOf(properties.referrer)
  if (context.campaign !== undefined) return made(url, referrer, fieldsOf(context.campaign))
  const key = `${url}\n${referrer}`
  const found = known.get(key)
  if (found) return found
  const entry = made(url, referrer, {})
  known.set(key, entry)
  return entry
}

function made(url: string, referrer: string, campaign: Fields): Readonly<Record<string, string>> {
  const [, host = '', path = '', query = ''] = address.exec(url) ?? []
  const entry: Record<string, string> = {}
  const put = (key: string, value: string) => {
    if (value !== '') entry[key] = value
  }
  const search = query === '' ? undefined : new URLSearchParams(query.slice(0, 2000))
  for (const [key, field] of campaignFields) {
    put(key, textOf(campaign[field]) || cleanText(search?.get(key) ?? '', longest))
  }
  if (search) put('click', clickIds.find((name) => search.has(name)) ?? '')
  put('referrer', hostIn(referrer))
  if (host !== '') put('landing', cleanText(`${host.toLowerCase()}${path || '/'}`, longest))
  return entry
}
