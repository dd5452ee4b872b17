/** Numbers 0 ... n - 1 in groups that only grow. */
export function openGroups(count: number) {
  const parent = Int32Array.from({ length: count }, (_, i) => i)
  const size = new Int32Array(count).fill(1)
  const up = (i: number): number => parent[i] ?? i

  function rootOf(one: number): number {
    let i = one
    while (up(i) !== i) {
      parent[i] = up(up(i))
      i = up(i)
    }
    return i
  }

  return {
    rootOf,
    sizeOf: (root: number): number => size[root] ?? 1,
    /** Unites two groups, given by their roots; gives the root that stays, and the other. */
    unite(one: number, other: number): readonly [kept: number, gone: number] {
      const [kept, gone] = (size[one] ?? 1) >= (size[other] ?? 1) ? [one, other] : [other, one]
      parent[gone] = kept
      size[kept] = (size[kept] ?? 1) + (size[gone] ?? 1)
      return [kept, gone]
    },
  }
}
