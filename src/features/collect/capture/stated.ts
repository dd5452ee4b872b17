import { share } from '../../../kernel/statistics.ts'
import type { Device, Stated, Tile } from './schema.ts'
import type { AnswerRow, ChannelRow, CountRow, LinkedRow, PathRow } from './statedSql.ts'
import { otherTile } from './words.ts'

const sum = <T>(rows: readonly T[], count: (row: T) => number): number => rows.reduce((all, row) => all + count(row), 0)

function counted<T>(rows: readonly T[], key: (row: T) => string, count: (row: T) => number): [string, number][] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + count(row))
  return [...counts].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
}

/** The most frequent first, with their share of all. */
function shares<T>(rows: readonly T[], key: (row: T) => string, count: (row: T) => number): Stated['byChannel'] {
  const n = sum(rows, count)
  return counted(rows, key, count).map(([channel, part]) => ({ channel, share: share(part, n) }))
}

const ofCount = ({ count }: { readonly count: number }): number => count

/** Every week from the first to the last, so that a week without answers shows. */
function weeksOf(rows: readonly AnswerRow[]): Stated['overTime'] {
  const weeks = rows.map(({ week }) => week).sort()
  const [first, last] = [weeks[0], weeks.at(-1)]
  if (first === undefined || last === undefined) return []
  const list: Stated['overTime'] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += 7 * 86_400_000) {
    const from = new Date(at).toISOString().slice(0, 10)
    const mine = rows.filter(({ week }) => week === from)
    const skipped = sum(mine, (row) => (row.skipped ? row.count : 0))
    list.push({ from, named: sum(mine, ofCount) - skipped, skipped })
  }
  return list
}

type Till = Stated['tills'][number]

/**
 * What was counted at a device since it exists: the receipts of its till; without one, those of its place, or the visits
 * there, if no other device asks at that place.
 */
function countedAt(device: Device, devices: readonly Device[], counts: readonly CountRow[], from: string) {
  const since = counts.filter(({ day }) => day >= from)
  const atTill = device.till === '' ? [] : since.filter(({ till }) => till === device.till)
  const alone = devices.filter(({ kind, place }) => kind === 'question' && place === device.place).length === 1
  const atPlace = alone && device.place !== '' ? since.filter(({ store }) => store === device.place) : []
  const ways = [
    { what: 'receipts' as const, n: sum(atTill, ({ receipts }) => receipts) },
    { what: 'receipts' as const, n: sum(atPlace, ({ receipts }) => receipts) },
    { what: 'visits' as const, n: sum(atPlace, ({ visits }) => visits) },
  ]
  return ways.find(({ n }) => n > 0)
}

function tillOf(
  device: Device,
  devices: readonly Device[],
  rows: readonly AnswerRow[],
  counts: readonly CountRow[],
): Till {
  const mine = rows.filter((row) => row.device === device.id)
  const suspected = sum(mine, (row) => (row.suspected ? row.count : 0))
  const real = mine.filter((row) => !row.suspected)
  const skipped = sum(real, (row) => (row.skipped ? row.count : 0))
  const asked = sum(real, ofCount)
  const { id, name, place, created } = device
  const base = countedAt(device, devices, counts, created.slice(0, 10))
  return {
    device: id,
    name,
    place,
    named: asked - skipped,
    skipped,
    suspected,
    tally: sum(real, (row) => (row.tally ? row.count : 0)),
    naming: share(asked - skipped, asked),
    counted: base ? { ...base, rate: share(Math.min(asked, base.n), base.n) } : null,
  }
}

export type Linked = Stated['linked']

/** The visit during which somebody answers does not count as what brought them. */
const visitMs = 4 * 3_600_000
const here = 'store'

type Names = { readonly channels: ReadonlyMap<number, string>; readonly stated: number }

/** The first and the last measured channel before an answer. */
function measuredBefore({ at }: LinkedRow, path: PathRow, { channels, stated }: Names) {
  const touches = path.times.flatMap((time, i) => {
    const name = channels.get(path.channels[i] ?? 0) ?? ''
    const counts = name !== '' && path.events[i] !== stated && time < at && !(name === here && at - time < visitMs)
    return counts ? [name] : []
  })
  const [first, last] = [touches[0], touches.at(-1)]
  return first === undefined || last === undefined ? undefined : { first, last }
}

export function toLinked(rows: readonly LinkedRow[], paths: readonly PathRow[], names: Names): Linked {
  const byPerson = new Map(paths.map((path) => [path.who, path]))
  const found = rows.flatMap((row) => {
    const path = byPerson.get(row.person)
    const before = path && row.channel !== '' ? measuredBefore(row, path, names) : undefined
    return before ? [{ stated: row.channel, ...before }] : []
  })
  const pairs = counted(
    found,
    (one) => JSON.stringify([one.stated, one.first, one.last]),
    () => 1,
  )
  return {
    n: found.length,
    agreesFirst: share(found.filter((one) => one.first === one.stated).length, found.length),
    agreesLast: share(found.filter((one) => one.last === one.stated).length, found.length),
    pairs: pairs.map(([key, count]) => {
      const [stated = '', first = '', last = '']: string[] = JSON.parse(key)
      return { stated, first, last, count }
    }),
  }
}

export type Found = {
  readonly answers: readonly AnswerRow[]
  readonly counts: readonly CountRow[]
  readonly measured: readonly ChannelRow[]
  readonly linked: Linked
  readonly channels: ReadonlyMap<number, string>
  readonly devices: readonly Device[]
  readonly tiles: readonly Tile[]
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** Puts beside each other what was said and what was measured; nothing is added across. */
export function toStated({ answers, counts, measured, linked, channels, devices, tiles }: Found): Stated {
  const real = answers.filter(({ suspected }) => !suspected)
  const named = real.filter(({ skipped }) => !skipped)
  const n = sum(named, ofCount)
  const words = new Map(tiles.map((tile) => [tile.id, tile]))
  const channelName = (code: number): string => channels.get(code) ?? ''
  const people = ({ people }: ChannelRow): number => people
  const asking = devices.filter(({ kind }) => kind === 'question')
  return {
    named: n,
    skipped: sum(real, ofCount) - n,
    suspected: sum(answers, ofCount) - sum(real, ofCount),
    tally: sum(real, (row) => (row.tally ? row.count : 0)),
    byTile: counted(named, ({ tile }) => tile, ofCount).map(([tile, part]) => {
      const { de = tile === otherTile ? 'Sonstiges' : tile, en = tile === otherTile ? 'Something else' : tile } =
        words.get(tile) ?? {}
      return { tile, de, en, share: share(part, n) }
    }),
    byChannel: shares(named, ({ channel }) => channel, ofCount),
    measured: {
      people: sum(measured, people),
      first: shares(measured, ({ first }) => channelName(first), people),
      last: shares(measured, ({ last }) => channelName(last), people),
    },
    linked,
    overTime: weeksOf(real),
    tills: asking
      .map((device) => tillOf(device, asking, answers, counts))
      .filter(({ device, named, skipped, suspected }) => {
        const open = asking.some(({ id, revoked }) => id === device && revoked === null)
        return open || named + skipped + suspected > 0
      }),
    first: real.length === 0 ? null : iso(Math.min(...real.map((row) => row.first))),
    last: real.length === 0 ? null : iso(Math.max(...real.map((row) => row.last))),
  }
}
