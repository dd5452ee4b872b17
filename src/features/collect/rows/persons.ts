import { join, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { type IdentifierKind, identifierKinds, type Mapping } from '../schema.ts'
import { nobody } from './nobody.ts'

/** An identifier in the form in which it is compared; empty where it names nobody. */
export function identifierSql(kind: IdentifierKind, text: Sql): Sql {
  const plain = sql`trimBoth(${text})`
  const known = (one: Sql) => sql`if(lower(${one}) in (${nobody}), '', ${one})`
  if (kind === 'email') return known(sql`lowerUTF8(${plain})`)
  if (kind === 'phone') return known(sql`replaceRegexpOne(replaceRegexpAll(${plain}, '[^0-9+]', ''), '^00', '+')`)
  return known(plain)
}

/** The anchor of an identifier in its compared form: SipHash-2-4-128 of workspace, kind and text, one line each. */
export const anchorSql = (workspace: string, kind: Sql, text: Sql): Sql =>
  sql`reinterpretAsUInt128(sipHash128Reference(concat(${`${workspace.toLowerCase()}\n`}, ${kind}, '\n', ${text})))`

type Person = Mapping['persons'][number]

/** The columns that name the person, the strongest kind first. */
export const byPriority = (persons: Mapping['persons']): readonly Person[] =>
  identifierKinds.flatMap((kind) => persons.filter((one) => one.kind === kind))

/**
 * Two expressions `(kind, text)`: the strongest identifier of the row and the next one; their text is empty where the
 * row has none.
 */
export function personsSql(persons: Mapping['persons'], cell: (column: string) => Sql): readonly [Sql, Sql] {
  const list = byPriority(persons)
  const none = raw(`('', '')`)
  const pair = ({ kind, column }: Person) => sql`(${kind}, ${identifierSql(kind, cell(column))})`
  const [only] = list
  if (only === undefined) return [none, none]
  if (list.length === 1) return [pair(only), none]
  const known = sql`arrayFilter(one -> one.2 != '', [${join(list.map(pair))}])`
  return [sql`${known}[1]`, sql`${known}[2]`]
}
