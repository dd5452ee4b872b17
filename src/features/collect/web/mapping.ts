import { type IdentifierKind, identifierKinds, type Mapping } from '../schema.ts'

/** What a column of a file is taken for. */
export type ColumnRole =
  | `person:${IdentifierKind}`
  | 'time'
  | 'event'
  | 'channel'
  | 'value'
  | 'currency'
  | 'session'
  | 'message'
  | 'property'
  | 'ignore'

export const personRoles: readonly ColumnRole[] = identifierKinds.map((kind) => `person:${kind}` as const)
export const plainRoles = ['time', 'event', 'channel', 'value', 'currency', 'session', 'message'] as const
export const columnRoles: readonly ColumnRole[] = [...personRoles, ...plainRoles, 'property', 'ignore']

export type Lack = 'person' | 'time' | 'event'

const isColumn = (part: { readonly column: string } | object | null, column: string): boolean =>
  part !== null && 'column' in part && part.column === column

export function roleOf(mapping: Mapping, column: string): ColumnRole {
  const person = mapping.persons.find((one) => one.column === column)
  if (person) return `person:${person.kind}`
  return (
    plainRoles.find((role) => isColumn(mapping[role], column)) ??
    (mapping.ignore.includes(column) ? 'ignore' : 'property')
  )
}

/** The mapping with nothing said about a column any more: it is a property. */
function without(mapping: Mapping, column: string): Mapping {
  const keep = <T extends object | null>(part: T): T | null => (isColumn(part, column) ? null : part)
  return {
    ...mapping,
    persons: mapping.persons.filter((one) => one.column !== column),
    time: keep(mapping.time),
    event: keep(mapping.event) ?? { constant: '' },
    channel: keep(mapping.channel),
    value: keep(mapping.value),
    currency: keep(mapping.currency),
    session: keep(mapping.session),
    message: keep(mapping.message),
    ignore: mapping.ignore.filter((one) => one !== column),
  }
}

/** Identifiers stand in the order of priority of their kinds. */
function withPerson(mapping: Mapping, column: string, role: ColumnRole): Mapping {
  const kind = identifierKinds.find((one) => role === `person:${one}`)
  if (!kind) return mapping
  const others = mapping.persons.filter((one) => one.kind !== kind)
  const persons = [...others, { column, kind }].sort(
    (a, b) => identifierKinds.indexOf(a.kind) - identifierKinds.indexOf(b.kind),
  )
  return { ...mapping, persons }
}

/** Takes a column for something else. A role that only one column can have is taken from the column that had it. */
export function assignRole(mapping: Mapping, column: string, role: ColumnRole, zone: string): Mapping {
  const free = without(mapping, column)
  switch (role) {
    case 'property':
      return free
    case 'ignore':
      return { ...free, ignore: [...free.ignore, column] }
    case 'time':
      return { ...free, time: { column, format: mapping.time?.format ?? 'iso', zone: mapping.time?.zone ?? zone } }
    case 'value':
      return { ...free, value: { column, decimalComma: mapping.value?.decimalComma ?? false } }
    case 'event':
    case 'channel':
    case 'currency':
    case 'session':
    case 'message':
      return { ...free, [role]: { column } }
    default:
      return withPerson(free, column, role)
  }
}

export function lacksOf(mapping: Mapping): readonly Lack[] {
  const lacks: Lack[] = []
  if (mapping.persons.length === 0) lacks.push('person')
  if (mapping.time === null) lacks.push('time')
  if ('constant' in mapping.event && mapping.event.constant.trim() === '') lacks.push('event')
  return lacks
}
