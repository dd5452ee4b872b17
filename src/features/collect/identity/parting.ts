import { openGroups } from './groups.ts'
import type { Link } from './resolve.ts'

/**
 * What an identifier leaves when it leaves its person: everything that is tied to the person's own identifier without it.
 * What only it ties goes with it; the person's own identifier leaves everything.
 */
export function restOf(anchors: readonly string[], links: readonly Link[], person: string, leaving: string): string[] {
  const others = anchors.filter((anchor) => anchor !== leaving)
  if (leaving === person) return others
  const numbers = new Map(others.map((anchor, i) => [anchor, i]))
  const groups = openGroups(others.length)
  for (const { pair } of links) {
    const [a, b] = pair.map((anchor) => numbers.get(anchor))
    if (a === undefined || b === undefined) continue
    const [rootA, rootB] = [groups.rootOf(a), groups.rootOf(b)]
    if (rootA !== rootB) groups.unite(rootA, rootB)
  }
  const root = groups.rootOf(numbers.get(person) ?? 0)
  return others.filter((_, i) => groups.rootOf(i) === root)
}
