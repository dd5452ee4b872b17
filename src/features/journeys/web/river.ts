/** The river: the height of a band is linear in people; those who leave fall away in a stream that fades. */

export type Stretch = {
  readonly people: number
  readonly onward: number
  readonly left: number
  /** The words written into the stretch: the first line is the large number. */
  readonly lines: readonly string[]
  /** The words under the falling stream; empty = none. */
  readonly leaving: readonly string[]
}

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

export type Words = {
  readonly inside: boolean
  readonly x: number
  /** Baselines, one for each line. */
  readonly baselines: readonly number[]
  readonly lines: readonly string[]
  readonly box: Box
}

export type Band = {
  readonly x: number
  readonly height: number
  /** Those who go on, and the gradient into the next colour. */
  readonly onward: Box
  readonly blend: Box | null
  readonly open: { readonly path: string; readonly from: number; readonly to: number } | null
  readonly stream: {
    readonly path: string
    readonly fadeFrom: number
    readonly fadeTo: number
    readonly left: number
    /** Where a line of small text below the band must end so as not to touch the stream. */
    readonly clear: number
  } | null
  readonly words: Words
  readonly leaving: Words | null
}

export type River = { readonly bands: readonly Band[]; readonly width: number; readonly height: number }

export const TOP = 8
export const TALLEST = 118
const FLOOR = 172
const BLEND = 46
const PAD = 12
const LINE = 17
const SMALL_LINE = 15
const SEAM = 2
/** Neighbouring pieces of one colour overlap, else a hairline shows where the picture is scaled. */
const LAP = 4
/** Thinner than this, those still on their way are not drawn apart. */
const THINNEST = 0.75
const TALL_ENOUGH = 50
const NUMBER_SIZE = 17
const SMALL_SIZE = 11.5

/** Widths of Inter's characters in shares of the font size, rounded up. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[0-9+−]/, 0.63],
  [/[\s.,:·’'|!]/, 0.29],
  [/[iljftrI()]/, 0.36],
  [/[%mwMW–@]/, 0.88],
  [/[A-ZÄÖÜ]/, 0.7],
]

/** A careful upper guess of the width of a text in Inter. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + (widths.find(([kind]) => kind.test(sign))?.[1] ?? 0.59), 0) * size

const round = (value: number): number => Math.round(value * 100) / 100

/** Splits a line at its separators (` · `) where it would be wider than `room`. */
export const wrap = (line: string, room: number, size = SMALL_SIZE): string[] => {
  if (textWidth(line, size) <= room) return [line]
  const lines: string[] = []
  for (const part of line.split(' · ')) {
    const last = lines.at(-1)
    const joined = `${last} · ${part}`
    if (last !== undefined && textWidth(joined, size) <= room) lines[lines.length - 1] = joined
    else lines.push(part)
  }
  return lines
}

type Measures = {
  readonly x: number
  readonly width: number
  readonly total: number
  readonly next: number
  readonly stay: number
  readonly fall: number
  readonly end: number
}

const streamOf = ({ x, width, total, next, stay, fall, end }: Measures): Band['stream'] => {
  if (fall <= 0) return null
  const bottom = TOP + total
  const upper = TOP + next + stay
  // a hair under the band above, else the ground shines through the seam
  const under = Math.max(TOP, upper - SEAM)
  const thickness = Math.max(1.5, fall * Math.min(0.5, (width - 110) / TALLEST))
  const inner = end - thickness
  const outerTurn = x + width - BLEND - 4
  const innerTurn = Math.min(outerTurn - 4, inner - 14)
  const path = [
    `M${x},${round(under)}`,
    `H${round(outerTurn)}`,
    `C${round(outerTurn + (end - outerTurn) * 0.8)},${round(under)} ${round(end)},${round(upper + (FLOOR - upper) * 0.36)} ${round(end)},${FLOOR}`,
    `L${round(inner)},${FLOOR}`,
    `C${round(inner)},${round(bottom + (FLOOR - bottom) * 0.4)} ${round(innerTurn + (inner - innerTurn) * 0.7)},${round(bottom)} ${round(innerTurn)},${round(bottom)}`,
    `H${x}`,
    'Z',
  ].join(' ')
  return {
    path,
    fadeFrom: Math.min(bottom, FLOOR - 30),
    fadeTo: FLOOR,
    left: inner,
    clear: innerTurn + (inner - innerTurn) * 0.6 - 5,
  }
}

const openOf = ({ x, width, next, stay }: Measures): Band['open'] => {
  if (stay <= 0) return null
  const to = x + width - 16
  const upper = round(Math.max(TOP, TOP + next - SEAM))
  const lower = round(TOP + next + stay)
  return { path: `M${x},${upper} H${to} V${lower} H${x} Z`, from: x + width - BLEND, to }
}

const place = (lines: readonly string[], x: number, top: number, inside: boolean): Words => {
  const baselines = lines.map((_, index) => round(top + NUMBER_SIZE * 0.78 + index * LINE))
  const width = Math.max(...lines.map((line, index) => textWidth(line, index === 0 ? NUMBER_SIZE : SMALL_SIZE)), 0)
  return { inside, x, baselines, lines, box: { x, y: top, width, height: 4 + lines.length * LINE } }
}

const leavingOf = (lines: readonly string[], x: number): Words => {
  const upper = FLOOR - (lines.length - 1) * SMALL_LINE
  return {
    inside: false,
    x,
    baselines: lines.map((_, index) => upper + index * SMALL_LINE),
    lines,
    box: {
      x,
      y: upper - SMALL_SIZE,
      width: Math.max(...lines.map((line) => textWidth(line, SMALL_SIZE))),
      height: FLOOR + 4 - upper + SMALL_SIZE,
    },
  }
}

/** Words stand in the band where it is tall enough for them, else below it, left of the stream. */
const wordsOf = (measures: Measures, stretch: Stretch, stream: Band['stream']): Words => {
  const { x, width, total, next } = measures
  const across = next >= TALL_ENOUGH + LINE || stream === null
  const insideRoom = across ? width - PAD - 6 : width - BLEND - PAD + 2
  const [number = '', ...rest] = stretch.lines
  const insideLines = [number, ...rest.flatMap((line) => wrap(line, insideRoom))]
  const needed = 4 + insideLines.length * LINE
  if (total >= Math.max(TALL_ENOUGH, needed + 10)) {
    const height = across && next >= needed + 10 ? next : total
    return place(insideLines, x + PAD, TOP + (height - needed) / 2, true)
  }
  const room = (stream ? stream.clear : x + width - 4) - x - PAD
  return place([number, ...rest.flatMap((line) => wrap(line, room))], x + PAD, TOP + total + 7, false)
}

/** `scale` people make the tallest band; all stretches have the same `width`. */
export const riverOf = (stretches: readonly Stretch[], width: number, scale?: number): River => {
  const most = scale ?? Math.max(1, ...stretches.map(({ people }) => people))
  const tall = (people: number) => (people <= 0 ? 0 : Math.max(1.5, (people / most) * TALLEST))
  const bands = stretches.map((stretch, index): Band => {
    const x = index * width
    const last = index === stretches.length - 1
    const total = tall(stretch.people)
    const next = last ? total : Math.min(total, tall(stretches[index + 1]?.people ?? 0))
    const gone = last ? 0 : total - next
    const waiting = gone - (stretch.left / most) * TALLEST
    const stay = waiting < THINNEST ? 0 : Math.min(gone, waiting)
    const measures = { x, width, total, next, stay, fall: gone - stay, end: x + width - 14 }
    const stream = streamOf(measures)
    const flat = last ? width : width - BLEND
    return {
      x,
      height: total,
      onward: { x, y: TOP, width: flat, height: next },
      blend: last || next === 0 ? null : { x: x + flat - LAP, y: TOP, width: BLEND + 2 * LAP, height: next },
      open: openOf(measures),
      stream,
      words: wordsOf(measures, stretch, stream),
      leaving: stream && stretch.leaving.length > 0 ? leavingOf(stretch.leaving, measures.end + 8) : null,
    }
  })
  const deepest = Math.max(FLOOR, ...bands.map(({ words }) => words.box.y + words.box.height))
  return { bands, width: width * stretches.length, height: deepest + 6 }
}
