import type { Tile, TileChange } from './schema.ts'
import { fewestTiles, mostTiles, otherTile } from './words.ts'

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** A name for events made of words: `Messe oder Fest` becomes `messe-oder-fest`. */
export function nameOf(words: string, taken: ReadonlySet<string>): string {
  const plain = words
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => umlauts[letter] ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  const base = plain === '' ? 'kachel' : plain
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`
    if (!taken.has(name)) return name
  }
}

export type TilesProblem = 'tiles.count' | 'tiles.unknown'

/**
 * The tiles after a change: those named in their new order, new ones with a name, known ones that are not named archived
 * at the end, since events tell of them.
 */
export function changedTiles(known: readonly Tile[], wanted: readonly TileChange[]): Tile[] | TilesProblem {
  const ids = new Set(known.map(({ id }) => id))
  const taken = new Set([...ids, otherTile])
  const named = new Set<string>()
  const next: Tile[] = []
  for (const tile of wanted) {
    const id = tile.id ?? nameOf(tile.de, taken)
    if ((tile.id !== null && !ids.has(id)) || named.has(id)) return 'tiles.unknown'
    named.add(id)
    taken.add(id)
    next.push({ ...tile, id })
  }
  const shown = next.filter(({ archived }) => !archived).length
  if (shown < fewestTiles || shown > mostTiles) return 'tiles.count'
  return [...next, ...known.filter(({ id }) => !named.has(id)).map((tile) => ({ ...tile, archived: true }))]
}
