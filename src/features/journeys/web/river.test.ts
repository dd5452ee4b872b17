import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Box, type River, riverOf, TALLEST, TOP, textWidth, wrap } from './river.ts'

const stretch = fc
  .record({
    people: fc.nat(1_000_000),
    onward: fc.float({ min: 0, max: 1, noNaN: true }),
    open: fc.float({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ people, onward, open }) => {
    const on = Math.floor(people * onward)
    const waiting = Math.floor((people - on) * open)
    return { people, onward: on, left: people - on - waiting }
  })

const words = { lines: ['1 000 000 −12 %', '62 % weiter · 128 Tage'], leaving: ['38 % gehen', '12 % noch offen'] }

/** A river as people really flow: each stretch holds those who went on from the one before. */
const river = fc
  .tuple(fc.array(stretch, { minLength: 1, maxLength: 10 }), fc.integer({ min: 150, max: 400 }))
  .map(([stretches, width]) => {
    const flowing: typeof stretches = []
    for (const next of stretches) {
      const people = flowing.at(-1)?.onward ?? next.people
      const share = next.people === 0 ? 0 : people / next.people
      const onward = Math.min(people, Math.round(next.onward * share))
      flowing.push({ people, onward, left: Math.min(people - onward, Math.round(next.left * share)) })
    }
    return {
      width,
      stretches: flowing,
      river: riverOf(
        flowing.map((one) => ({ ...one, ...words })),
        width,
      ),
    }
  })

const apart = (a: Box, b: Box) =>
  a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y

const boxes = ({ bands }: River) =>
  bands.flatMap((band) => [band.words.box, ...(band.leaving ? [band.leaving.box] : [])])

test('heights are linear in people', () => {
  const { bands } = riverOf(
    [20_000, 10_000, 5_000].map((people, index, all) => ({
      people,
      onward: all[index + 1] ?? 0,
      left: people - (all[index + 1] ?? 0),
      ...words,
    })),
    176,
  )
  expect(bands.map(({ height }) => height)).toEqual([TALLEST, TALLEST / 2, TALLEST / 4])
  expect(bands[0]?.onward.height).toBe(TALLEST / 2)
})

test('what goes on, what stays and what falls make up the whole band', () => {
  fc.assert(
    fc.property(river, ({ river: { bands } }) => {
      for (const { height, onward, words: said, x } of bands) {
        expect(onward.height).toBeLessThanOrEqual(height + 1e-6)
        expect(height).toBeLessThanOrEqual(TALLEST + 1e-6)
        expect(said.x).toBeGreaterThan(x)
      }
    }),
  )
})

test('no two texts overlap', () => {
  fc.assert(
    fc.property(river, ({ river: drawn }) => {
      const all = boxes(drawn)
      all.forEach((box, index) => {
        for (const other of all.slice(index + 1)) expect(apart(box, other)).toBe(true)
      })
    }),
  )
})

test('a text stands wholly in its band or wholly below it, clear of the stream', () => {
  fc.assert(
    fc.property(river, ({ river: { bands } }) => {
      for (const { words: said, height, stream } of bands) {
        if (said.inside) {
          expect(said.box.y).toBeGreaterThanOrEqual(TOP)
          expect(said.box.y + said.box.height).toBeLessThanOrEqual(TOP + height)
        } else {
          expect(said.box.y).toBeGreaterThan(TOP + height)
          if (stream) expect(said.x + textWidth(said.lines.at(-1) ?? '', 11.5)).toBeLessThan(stream.clear + 0.01)
        }
      }
    }),
  )
})

test('a line breaks at its dots where it is too long', () => {
  expect(wrap('62 % weiter · 3,2 Tage', 300)).toEqual(['62 % weiter · 3,2 Tage'])
  expect(wrap('62 % weiter · 3,2 Tage', 100)).toEqual(['62 % weiter', '3,2 Tage'])
})

test('nobody at all makes no stream and no crash', () => {
  const { bands } = riverOf([{ people: 0, onward: 0, left: 0, ...words }], 176)
  expect(bands[0]).toMatchObject({ height: 0, stream: null, leaving: null })
})
