import type { IdentifierKind, Mapping, Preview } from '../schema.ts'
import { type Content, contentOf } from './content.ts'
import { columnWords, comparable, personWords } from './words.ts'

export type Column = { readonly name: string; readonly content: Content }

export type Proposal = { readonly mapping: Mapping; readonly lacks: Preview['lacks'] }

export type Surroundings = { readonly timeZone: string; readonly currency: string }

/** The column that best fits one of the patterns, taken in their order, and whose content does not speak against it. */
function named(columns: readonly Column[], patterns: readonly RegExp[], fits: (content: Content) => boolean) {
  for (const pattern of patterns) {
    const found = columns.find(
      ({ name, content }) => pattern.test(comparable(name)) && (content.count === 0 || fits(content)),
    )
    if (found) return found
  }
  return undefined
}

const anything = () => true
const isText = ({ time, email }: Content): boolean => time === null && !email
const isNumber = ({ number, time }: Content): boolean => number !== null && (time === null || /^epoch/.test(time))
const isUnique = ({ distinct, count }: Content): boolean => distinct === count
const isClock = ({ time }: Content): boolean => time !== null
const isWritten = ({ time, timeShare }: Content): boolean => time !== null && timeShare >= 0.9 && !/^epoch/.test(time)

/** A few texts that come again and again, as names of events do. */
const isVocabulary = (content: Content): boolean => {
  const { distinct, count, number, longest } = content
  const few = distinct >= 2 && distinct <= 200 && distinct * 4 <= count
  return isText(content) && number === null && longest <= 80 && few
}

/** Whether what a column holds can name people in the way its name promises. */
function mayName(kind: IdentifierKind, { count, email, phone, time }: Content): boolean {
  if (count === 0) return true
  if (kind === 'email') return email
  return kind === 'phone' ? phone : time === null || time.startsWith('epoch')
}

function personsIn(columns: readonly Column[]): Mapping['persons'] {
  const found: Mapping['persons'] = []
  for (const { kind, name } of personWords) {
    const column = columns.find(
      (one) =>
        name.test(comparable(one.name)) &&
        mayName(kind, one.content) &&
        !found.some(({ column }) => column === one.name),
    )
    if (column) found.push({ column: column.name, kind: column.content.email ? 'email' : kind })
  }
  if (found.length === 0) {
    const email = columns.find(({ content }) => content.email)
    if (email) found.push({ column: email.name, kind: 'email' })
  }
  return found.filter((one, i) => found.findIndex(({ kind }) => kind === one.kind) === i)
}

function eventIn(columns: readonly Column[], taken: readonly string[], hasValue: boolean): Column | undefined {
  const byName = named(columns, columnWords.event, isText)
  if (byName || hasValue) return byName
  return columns.find(({ name, content }) => !taken.includes(name) && isVocabulary(content))
}

const asColumn = (column: Column | undefined) => (column ? { column: column.name } : null)

/** Reads from names and contents of columns how they become events. What nothing points to stays open in `lacks`. */
export function recognise(columns: readonly Column[], { timeZone, currency }: Surroundings): Proposal {
  const persons = personsIn(columns)
  const free = columns.filter(({ name }) => !persons.some((person) => person.column === name))
  const time = named(free, columnWords.time, isClock) ?? free.find(({ content }) => isWritten(content))
  const value = named(free, columnWords.value, isNumber)
  const channel = named(free, columnWords.channel, isText)
  const session = named(free, columnWords.session, anything)
  const message = named(free, columnWords.message, isUnique)
  const taken = [time, value, channel, session, message].flatMap((one) => one?.name ?? [])
  const event = eventIn(free, taken, value !== undefined)
  const basket = event ? undefined : named(free, columnWords.basket, anything)
  const commas = columns.some(({ content }) => content.number === 'comma')
  const format = time?.content.time ?? 'iso'
  const mapping: Mapping = {
    persons,
    time: time ? { column: time.name, format, zone: format.startsWith('epoch') ? 'UTC' : timeZone } : null,
    event: event ? { column: event.name } : { constant: 'purchase' },
    channel: asColumn(channel),
    value: value
      ? { column: value.name, decimalComma: value.content.number === 'comma' || (commas && !value.content.fraction) }
      : null,
    currency: value ? (asColumn(named(free, columnWords.currency, isText)) ?? { constant: currency }) : null,
    session: asColumn(session),
    message: asColumn(message),
    groupBy: basket && value ? basket.name : null,
    ignore: [],
  }
  const lacks: Preview['lacks'] = []
  if (persons.length === 0) lacks.push('person')
  if (!time) lacks.push('time')
  if (!event && !value) lacks.push('event')
  return { mapping, lacks }
}

/** Columns with what their cells in the sampled rows have in common. */
export const columnsOf = (names: readonly string[], rows: readonly (readonly string[])[]): Column[] =>
  names.map((name, i) => ({ name, content: contentOf(rows.map((row) => row[i] ?? '')) }))
