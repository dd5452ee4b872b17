/** Letters to insert, delete, replace or swap with a neighbour to turn one word into the other. */
export function distance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]]
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const steps = [(rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + (same ? 0 : 1)]
      if (swapped) steps.push((rows[i - 2]?.[j - 2] ?? 0) + 1)
      row.push(Math.min(...steps))
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

const mostSuggestions = 5
const longest = 60
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, ' ')

/** The names most like a mistaken one: those that contain it or are contained, and those with few letters wrong. */
export function namesLike(wrong: string, names: readonly string[]): string[] {
  const word = plain(wrong).slice(0, longest)
  return names
    .map((name) => {
      const other = plain(name).slice(0, longest)
      const within = word !== '' && (other.includes(word) || word.includes(other))
      return { name, far: within ? 0.5 : distance(word, other) / Math.max(word.length, other.length, 1) }
    })
    .filter(({ far }) => far <= 0.5)
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, mostSuggestions)
    .map(({ name }) => name)
}
