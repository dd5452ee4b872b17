import { channelWords } from '../../../../kernel/channelWords.ts'
import { clicks } from '../../channels/classify.ts'
import type { ChannelRule, Entry, EntryCondition, EntryRule } from '../../channels/schema.ts'

type Words = {
  readonly facts: Readonly<Record<EntryCondition['fact'], string>>
  readonly operators: Readonly<Record<EntryCondition['op'], string>>
  readonly and: string
  readonly or: string
  readonly always: string
  readonly quote: (text: string) => string
}

const shownValues = 6

export const needsNoValue = (op: EntryCondition['op']): boolean => op === 'exists' || op === 'missing'

const conditionInWords = ({ fact, op, values }: EntryCondition, words: Words): string => {
  if (needsNoValue(op)) return `${words.facts[fact]} ${words.operators[op]}`
  const shown = values.slice(0, shownValues).map(words.quote).join(` ${words.or} `)
  return `${words.facts[fact]} ${words.operators[op]} ${shown}${values.length > shownValues ? ' …' : ''}`
}

/** A rule as one sentence without a full stop; long lists of values are cut. */
export function entryRuleInWords({ all }: EntryRule, words: Words): string {
  if (all.length === 0) return words.always
  return all
    .map(({ any }) => {
      const said = any.map((one) => conditionInWords(one, words)).join(` ${words.or} `)
      return any.length > 1 && all.length > 1 ? `(${said})` : said
    })
    .join(` ${words.and} `)
}

export const channelInWords = (channel: string, language: 'de' | 'en'): string =>
  (Object.hasOwn(channelWords, channel) ? channelWords[channel]?.[language] : undefined) ?? channel

/** The code of a channel that a person wrote as it is said. */
export const channelCode = (said: string, language: 'de' | 'en'): string =>
  Object.entries(channelWords).find(([, words]) => words[language] === said)?.[0] ?? said.trim()

export const isWhole = ({ channel, rule }: ChannelRule): boolean =>
  channel.trim() !== '' &&
  rule.all.every(({ any }) => any.every(({ op, values }) => needsNoValue(op) || values.length > 0))

/** A rule in a list that is being edited, with a name that stays while it moves. */
export type Drafted = ChannelRule & { readonly key: string }

export const drafted = (rules: readonly ChannelRule[]): Drafted[] =>
  rules.map((rule, i) => ({ ...rule, key: `${i}-${rule.channel}` }))

export const plain = (rules: readonly Drafted[]): ChannelRule[] => rules.map(({ channel, rule }) => ({ channel, rule }))

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list[from]
  if (one === undefined || to < 0 || to >= list.length) return [...list]
  return list.toSpliced(from, 1).toSpliced(to, 0, one)
}

/** What a visit to an address would say of itself. */
export function entryOfAddress(address: string, referrer: string): Entry {
  const url = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`
  if (!URL.canParse(url)) return { referrer }
  const { searchParams, host, pathname } = new URL(url)
  const marks = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content']
  const click = Object.keys(clicks).find((id) => searchParams.has(id)) ?? ''
  return {
    ...Object.fromEntries(marks.map((mark) => [mark, searchParams.get(mark) ?? ''])),
    click,
    referrer,
    landing: address === '' ? '' : `https://${host}${pathname}`,
  }
}
