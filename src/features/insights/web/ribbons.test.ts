import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '../schema.ts'
import { layWays } from './ribbons.ts'

const size = { height: 400, gap: 8, most: 4, least: 2 }

/** Counts made-up paths the way the server does. */
function flowOf(paths: readonly (readonly string[])[], depth: number): Flow {
  const counts = new Map<string, Flow['links'][number]>()
  for (const path of paths) {
    path.slice(0, depth - 1).forEach((from, i) => {
      const to = path[i + 1] ?? null
      const key = JSON.stringify([i, from, to])
      const link = counts.get(key) ?? { position: i + 1, from, to, people: 0 }
      counts.set(key, { ...link, people: link.people + 1 })
    })
  }
  return { people: paths.length, links: [...counts.values()] }
}

const path = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 1, maxLength: 6 })

test('every person stands once in the first step and nothing is drawn outside its node', () => {
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 60 }), fc.integer({ min: 2, max: 6 }), (paths, depth) => {
      const ways = layWays(flowOf(paths, depth), depth, size)
      expect(ways.columns[0]?.reduce((sum, node) => sum + node.people, 0)).toBe(paths.length)
      for (const column of ways.columns) expect(column.length).toBeLessThanOrEqual(size.most + 1)
      for (const { from, to, fromY, toY, height } of ways.ribbons) {
        expect(to.position).toBe(from.position + 1)
        expect(fromY + height).toBeLessThanOrEqual(from.y + from.height + 1e-6)
        expect(toY + height).toBeLessThanOrEqual(to.y + to.height + 1e-6)
      }
      expect(ways.height).toBeLessThanOrEqual(size.height + 1e-6)
    }),
  )
})

test('what leaves a node and what ends there are its people, except at the last step', () => {
  const ways = layWays(flowOf([['a', 'b', 'c'], ['a', 'b'], ['a'], ['b', 'a', 'c']], 3), 3, size)
  const [first] = ways.columns[0] ?? []
  expect(first).toMatchObject({ name: 'a', people: 3, ended: 1 })
  expect(ways.ribbons.filter(({ from }) => from === first).map(({ people }) => people)).toEqual([2])
})

test('a flow without anybody has no columns', () => {
  expect(layWays({ people: 0, links: [] }, 6, size)).toEqual({ columns: [], ribbons: [], height: 0 })
})
