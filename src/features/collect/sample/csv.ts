import { columns, type SampleOrder, type ShopEvent } from './events.ts'
import { shopPeople } from './shop.ts'

const chunkLength = 64 * 1024
const day = 86_400_000

const padded = (length: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => String(n).padStart(length, '0'))
const two = padded(2, 100)
const three = padded(3, 1000)
const dates = new Map<number, string>()

/** ISO 8601 in UTC with milliseconds; several times as fast as Date for the few days of a sample. */
export const isoTime = (time: number): string => {
  const at = Math.floor(time / day)
  let date = dates.get(at)
  if (date === undefined) {
    date = new Date(at * day).toISOString().slice(0, 11)
    dates.set(at, date)
  }
  const rest = time - at * day
  const seconds = Math.floor(rest / 1000)
  const minutes = Math.floor(seconds / 60)
  return `${date}${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}.${three[rest % 1000]}Z`
}

export const decimal = (cents: number): string => {
  const whole = Math.abs(cents)
  return `${cents < 0 ? '-' : ''}${Math.floor(whole / 100)}.${two[whole % 100]}`
}

/** One line of the file. No text of the sample holds a comma, a quote or a line break, so nothing is quoted. */
export const csvRow = (e: ShopEvent): string =>
  `${e.messageId},${e.customerId},${isoTime(e.time)},${e.event},${e.channel},${e.session},${
    e.cents === null ? ',' : `${decimal(e.cents)},EUR`
  },${e.device},${e.store},${e.city},${e.region},${e.product},${e.category},${e.campaign},${e.csat ?? ''},${
    e.nps ?? ''
  },${e.about},${e.reason},${e.household},${e.holdout}\n`

/** The header, then the rows, in pieces of about 64 KB. `onPiece` hears how far it is before each piece is taken. */
export function* sampleCsv(
  order: SampleOrder,
  onPiece: (progress: { readonly people: number; readonly events: number }) => void = () => {},
): Generator<string> {
  const header = `${columns.join(',')}\n`
  let piece = [header]
  let length = header.length
  let people = 0
  let events = 0
  for (const person of shopPeople(order)) {
    let rows = ''
    for (const event of person) rows += csvRow(event)
    piece.push(rows)
    length += rows.length
    people++
    events += person.length
    if (length >= chunkLength) {
      onPiece({ people, events })
      yield piece.join('')
      piece = []
      length = 0
    }
  }
  onPiece({ people, events })
  if (length > 0) yield piece.join('')
}
