import type { Statement, Trait } from '../schema.ts'

/** Corrections by hand carry this as their source. */
export const staff = 'staff'

const newestFirst = (a: Statement, b: Statement): number =>
  b.at.localeCompare(a.at) ||
  Number(b.source === staff) - Number(a.source === staff) ||
  a.source.localeCompare(b.source)

/**
 * What holds of a person: of each key the newest statement. An empty statement takes back what its source said; an empty
 * correction by hand hides everything older.
 */
export function toTraits(statements: readonly Statement[]): Trait[] {
  const byKey = new Map<string, Statement[]>()
  for (const statement of statements) {
    if (statement.value === '' && statement.source !== staff) continue
    byKey.set(statement.key, [...(byKey.get(statement.key) ?? []), statement])
  }
  return [...byKey]
    .map(([key, all]) => {
      const [newest, ...others] = all.sort(newestFirst)
      return { key, value: newest?.value ?? '', source: newest?.source ?? '', at: newest?.at ?? '', others }
    })
    .filter(({ value }) => value !== '')
    .sort((a, b) => a.key.localeCompare(b.key))
}

type Named = { readonly kind: string; readonly value: string }

/** The kinds that name a person where no name is known, the best first. */
const naming = ['email', 'customer', 'phone', 'user', 'card']

/** What a person is called; empty where nothing names them. */
export function nameOf(trait: (key: string) => string | undefined, identities: readonly Named[]): string {
  const whole = [trait('first_name'), trait('last_name')].filter(Boolean).join(' ')
  const own = whole || trait('name') || trait('company')
  if (own) return own
  for (const kind of naming) {
    const value = identities.find((one) => one.kind === kind)?.value || trait(kind)
    if (value) return value
  }
  return ''
}

/** Four characters to tell unknown people apart. */
export const shortCode = (person: string): string => (BigInt(person) & 0xffffn).toString(16).padStart(4, '0')
