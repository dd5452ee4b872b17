import { z } from 'zod'
import { knownKinds, peopleSorts } from '../schema.ts'

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

/** What the address of the list says; the usual is left out. */
export const ListSearch = z.object({
  search: z.string().max(200).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(2000).optional().catch(undefined),
  known: z.enum(knownKinds).optional().catch(undefined),
  segment: z.uuid().optional().catch(undefined),
  sort: z.enum(peopleSorts).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  columns: z.string().max(300).optional().catch(undefined),
})
export type ListSearch = z.infer<typeof ListSearch>

/** The address of the file with everybody whom a list shows. */
export function fileAddress(
  workspace: string,
  { search, known, segment, sort, order }: ListSearch,
  columns: readonly ListColumn[],
  separator: 'comma' | 'semicolon',
): string {
  const query = new URLSearchParams({ separator })
  for (const [name, value] of Object.entries({ search, known, segment, sort, order })) if (value) query.set(name, value)
  for (const column of factsOf(columns)) query.append('columns', column)
  return `/api/w/${workspace}/people/file?${query}`
}
