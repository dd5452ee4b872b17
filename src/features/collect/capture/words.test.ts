import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAmount } from './amount.ts'
import { inBurst } from './burst.ts'
import { firstTiles } from './firstTiles.ts'
import { shuffled } from './order.ts'
import { changedTiles, nameOf } from './tiles.ts'

describe('an amount', () => {
  test.each([
    ['129,90', '129.90'],
    ['129,9', '129.90'],
    ['1.299,50 €', '1299.50'],
    ['1.299', '1299'],
    ['12.50', '12.50'],
    ['12.5', '12.50'],
    ['  7 ', '7'],
    ['0,05', '0.05'],
    ['007', '7'],
    ['1.234.567,00 EUR', '1234567.00'],
    ['', ''],
  ])('%j reads as %j', (text, amount) => {
    expect(readAmount(text)).toBe(amount)
  })

  test.each(['abc', '1,234', '-5', '1.29.9', '1,2,3', '12345678901', '1.2345'])('%j is none', (text) => {
    expect(readAmount(text)).toBeUndefined()
  })
})

describe('a burst', () => {
  test('is three answers within the window', () => {
    expect(inBurst([0, 4000, 9000, 30_000], 10_000)).toEqual([true, true, true, false])
    expect(inBurst([0, 4000, 11_000], 10_000)).toEqual([false, false, false])
    expect(inBurst([0, 1, 2], 0)).toEqual([false, false, false])
  })

  test('marks an answer exactly if three of its neighbourhood lie within the window', () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 40 })
      .map((list) => list.sort((a, b) => a - b))
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 20_000 }), (list, window) => {
        const plain = list.map((time) =>
          list.some((first) => {
            const inside = list.filter((other) => other >= first && other <= first + window)
            return first <= time && time <= first + window && inside.length >= 3
          }),
        )
        expect(inBurst(list, window)).toEqual(plain)
      }),
    )
  })
})

test('a shuffle keeps everything, and its seed decides it', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat(), (list, seed) => {
      expect([...shuffled(list, seed)].sort()).toEqual([...list].sort())
      expect(shuffled(list, seed)).toEqual(shuffled(list, seed))
    }),
  )
})

test('every tile stands at every place about equally often', () => {
  const counts = new Map<string, number>()
  for (let seed = 0; seed < 6000; seed++) {
    shuffled(['a', 'b', 'c', 'd', 'e', 'f'], seed * 7919).forEach((tile, place) => {
      counts.set(`${tile}${place}`, (counts.get(`${tile}${place}`) ?? 0) + 1)
    })
  }
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
})

describe('changed tiles', () => {
  const kept = firstTiles.slice(0, 6)

  test('keep their names, and those left out are archived', () => {
    const renamed = kept.map((tile, i) => (i === 0 ? { ...tile, de: 'Von einer Freundin' } : tile))
    const next = changedTiles(firstTiles, [...renamed].reverse())
    expect(next).toHaveLength(8)
    expect(next[5]).toMatchObject({ id: 'empfehlung', de: 'Von einer Freundin' })
    expect(Array.isArray(next) && next.slice(6).every(({ archived }) => archived)).toBe(true)
  })

  test('number from six to nine', () => {
    const fresh = {
      ...kept[0],
      id: null,
      de: 'Neu',
      en: 'New',
      icon: 'star',
      channel: 'other',
      archived: false,
    } as const
    expect(changedTiles(firstTiles, kept.slice(1))).toBe('tiles.count')
    expect(changedTiles(firstTiles, [...firstTiles, fresh, fresh])).toBe('tiles.count')
    const nine = changedTiles(firstTiles, [...firstTiles, fresh])
    expect(nine).toHaveLength(9)
    expect(nine[8]).toMatchObject({ id: 'neu' })
  })

  test('refuse a name that is unknown or stands twice', () => {
    const [, ...rest] = firstTiles
    expect(
      changedTiles(firstTiles, [...rest, ...firstTiles.slice(0, 1).map((tile) => ({ ...tile, id: 'foreign' }))]),
    ).toBe('tiles.unknown')
    expect(changedTiles(firstTiles, [...firstTiles.slice(0, 7), ...firstTiles.slice(0, 1)])).toBe('tiles.unknown')
  })

  test('get a readable name of their own', () => {
    expect(nameOf('Straßenfest & Märkte', new Set())).toBe('strassenfest-maerkte')
    expect(nameOf('Neu', new Set(['neu', 'neu-2']))).toBe('neu-3')
    expect(nameOf('???', new Set())).toBe('kachel')
  })
})
