import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addStep, mostSteps, moveStep, removeStep, spanOf, worstStep } from './steps.ts'

const names = fc.array(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: mostSteps })

test('moving keeps every step and puts the moved one where it was wanted', () => {
  fc.assert(
    fc.property(names, fc.nat(14), fc.nat(14), (steps, from, to) => {
      const moved = moveStep(steps, from, to)
      expect([...moved].sort()).toEqual([...steps].sort())
      if (from < steps.length && to < steps.length) expect(moved[to]).toBe(steps[from])
      else expect(moved).toEqual(steps)
    }),
  )
})

test('steps are added at the end up to the most that a report takes', () => {
  expect(addStep(['a'], 'b')).toEqual(['a', 'b'])
  const full = Array.from({ length: mostSteps }, (_, i) => String(i))
  expect(addStep(full, 'more')).toEqual(full)
})

test('removing takes one place only, also among equal names', () => {
  expect(removeStep(['a', 'b', 'a'], 2)).toEqual(['a', 'b'])
})

test('spans are read strictly', () => {
  expect(spanOf('12h')).toEqual({ n: 12, unit: 'h' })
  expect([spanOf('h'), spanOf('0d'), spanOf('1.5d'), spanOf('7y'), spanOf('')]).toEqual([null, null, null, null, null])
})

test('the worst step is where most people were lost', () => {
  const steps = [600, 591, 386, 173, 56].map((people) => ({ people }))
  expect(worstStep(steps)).toEqual({ place: 3, lost: 213 })
  expect(worstStep([{ people: 5 }, { people: 5 }])).toBeNull()
  expect(worstStep([])).toBeNull()
})
