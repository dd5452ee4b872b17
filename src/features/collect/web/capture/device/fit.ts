export type Fit = { readonly columns: number; readonly rows: number; readonly font: number }

const gap = 12
const smallestFont = 14
const largestFont = 34

/**
 * The columns with which `count` tiles have the most room for icon and words in a space, and the size of their words in
 * px; `longest` is the number of letters of the longest word.
 */
export function bestFit(count: number, width: number, height: number, longest: number): Fit {
  const fonts = Array.from({ length: count }, (_, i) => {
    const columns = i + 1
    const rows = Math.ceil(count / columns)
    const [wide, high] = [(width - gap * (columns - 1)) / columns, (height - gap * (rows - 1)) / rows]
    const empty = columns * rows - count
    const font = Math.min((wide - 22) / (0.68 * Math.max(8, longest)), high / 6.4) - empty * 0.5
    return { columns, rows, font }
  })
  const best = fonts.reduce(
    (one, other) => (other.font > one.font ? other : one),
    fonts[0] ?? { columns: 1, rows: 1, font: 0 },
  )
  return { ...best, font: Math.max(smallestFont, Math.min(largestFont, Math.floor(best.font))) }
}

/** Where a tile begins on a grid of half columns, so that an incomplete last row stands in the middle. */
export function startOf(place: number, count: number, columns: number): number {
  const row = Math.floor(place / columns)
  const inRow = Math.min(columns, count - row * columns)
  return (place % columns) * 2 + 1 + (columns - inRow)
}
