import { z } from 'zod'
import { PersonRule } from '../../../kernel/personRule.ts'
import { knownKinds, longestRuleText, peopleSorts, RuleText } from '../schema.ts'

/** Figures that every person has, and what else can be shown beside the name. */
export const figureColumns = ['last', 'first', 'touches', 'value'] as const
export const factColumns = [
  'email',
  'phone',
  'customer',
  'card',
  'company',
  'street',
  'postcode',
  'city',
  'country',
  'birthday',
] as const

export const listColumns = [...factColumns, ...figureColumns] as const
export type ListColumn = (typeof listColumns)[number]

const isColumn = (text: string): text is ListColumn => listColumns.some((column) => column === text)

/** The columns named in a text, in the order in which they are shown. */
export function columnsIn(text: string | null | undefined): readonly ListColumn[] | null {
  if (!text) return null
  const named = text.split(',').filter(isColumn)
  return named.length === 0 ? null : listColumns.filter((column) => named.includes(column))
}

export const usualColumns: readonly ListColumn[] = figureColumns

export const factsOf = (columns: readonly ListColumn[]): string[] =>
  factColumns.filter((column) => columns.includes(column))

/** What stands in the place of a rule that nobody can read: without it the list would show too many. */
export const unreadable = 'unreadable'

/** What the address of the list says; the usual is left out. */
export const ListSearch = z.object({
  search: z.string().max(200).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(2000).optional().catch(undefined),
  known: z.enum(knownKinds).optional().catch(undefined),
  segment: z.uuid().optional().catch(undefined),
  rule: z
    .union([z.literal(unreadable), PersonRule])
    .optional()
    .catch(unreadable),
  sort: z.enum(peopleSorts).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  columns: z.string().max(300).optional().catch(undefined),
})
export type ListSearch = z.infer<typeof ListSearch>

/** The rule of an address, if it can be read. */
export const ruleIn = ({ rule }: Pick<ListSearch, 'rule'>): PersonRule | undefined =>
  rule === unreadable ? undefined : rule

/** Whether the addresses of the list and of its file can carry a rule. */
export const fitsAddress = (rule: PersonRule): boolean =>
  encodeURIComponent(JSON.stringify(rule)).length <= longestRuleText

/** The part of a request's address that asks for a rule. */
export const ruleAsked = (asked: Pick<ListSearch, 'rule'>): { rule?: string } => {
  const rule = ruleIn(asked)
  return rule ? { rule: z.encode(RuleText, rule) } : {}
}

/** The address of the file with everybody whom a list shows. */
export function fileAddress(
  workspace: string,
  { search, known, segment, sort, order, ...asked }: ListSearch,
  columns: readonly ListColumn[],
  separator: 'comma' | 'semicolon',
): string {
  const query = new URLSearchParams({ separator })
  const said = { search, known, segment, ...ruleAsked(asked), sort, order }
  for (const [name, value] of Object.entries(said)) if (value) query.set(name, value)
  for (const column of factsOf(columns)) query.append('columns', column)
  return `/api/w/${workspace}/people/file?${query}`
}
