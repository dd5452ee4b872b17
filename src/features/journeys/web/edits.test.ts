import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Touchpoint } from '../schema.ts'
import {
  addPhase,
  addTouchpoint,
  begin,
  changePhase,
  changeTouchpoint,
  type Edit,
  mergeTouchpoints,
  movePhase,
  moveTouchpoint,
  record,
  redo,
  removePhase,
  removeTouchpoints,
  rename,
  undo,
} from './edits.ts'
import { journey } from './testing/fixture.ts'

const inPhase = (touchpoints: readonly Touchpoint[], phase: string) =>
  touchpoints.filter((touchpoint) => touchpoint.phase === phase).map(({ id }) => id)

test('a touchpoint moves to a place in another phase', () => {
  const { touchpoints } = moveTouchpoint('search', 'decision', 1)(journey)
  expect(inPhase(touchpoints, 'decision')).toEqual(['ride', 'search', 'advice', 'cart'])
  expect(inPhase(touchpoints, 'awareness')).toEqual(['weekly', 'social', 'recommended'])
  expect(touchpoints).toHaveLength(journey.touchpoints.length)
})

test('a touchpoint moves within its phase, to the end, and into an empty phase', () => {
  expect(inPhase(moveTouchpoint('search', 'awareness', 2)(journey).touchpoints, 'awareness')).toEqual([
    'weekly',
    'social',
    'search',
    'recommended',
  ])
  expect(inPhase(moveTouchpoint('search', 'awareness', 9)(journey).touchpoints, 'awareness').at(-1)).toBe('search')
  const wider = addPhase({ id: 'new', name: 'Neu', section: 'after' }, 'purchase')(journey)
  const { touchpoints } = moveTouchpoint('search', 'new', 0)(wider)
  expect(inPhase(touchpoints, 'new')).toEqual(['search'])
  expect(touchpoints.findIndex(({ id }) => id === 'search')).toBe(
    touchpoints.findIndex(({ id }) => id === 'delivery') - 1,
  )
})

test('merging joins the rules by any and keeps the first', () => {
  const merged = mergeTouchpoints(['mobile', 'desktop'], 'Zahlung')(journey)
  const payment = merged.touchpoints.find(({ id }) => id === 'mobile')
  expect(payment?.name).toBe('Zahlung')
  expect(payment?.rule).toEqual({
    any: [
      journey.touchpoints.find(({ id }) => id === 'mobile')?.rule,
      journey.touchpoints.find(({ id }) => id === 'desktop')?.rule,
    ],
  })
  expect(merged.touchpoints).toHaveLength(journey.touchpoints.length - 1)
  expect(mergeTouchpoints(['mobile'])(journey)).toBe(journey)
})

test('only an empty phase can be removed', () => {
  expect(removePhase('purchase')(journey)).toBe(journey)
  const wider = addPhase({ id: 'new', name: 'Neu', section: 'before' }, null)(journey)
  expect(wider.phases[0]?.id).toBe('new')
  expect(removePhase('new')(wider).phases).toEqual(journey.phases)
})

test('phases move and stop at the edges', () => {
  expect(
    movePhase(
      'purchase',
      -1,
    )(journey)
      .phases.map(({ id }) => id)
      .slice(2, 4),
  ).toEqual(['purchase', 'decision'])
  expect(movePhase('awareness', -1)(journey)).toBe(journey)
})

test('an empty name changes nothing', () => {
  expect(rename('  ')(journey)).toBe(journey)
  expect(rename(' Radkauf ')(journey).name).toBe('Radkauf')
})

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.constant(rename('Radkauf')),
  fc.constantFrom(...journey.touchpoints.map(({ id }) => removeTouchpoints([id]))),
  fc.constantFrom(...journey.phases.map(({ id }) => moveTouchpoint('search', id, 1))),
  fc.constant(changeTouchpoint('mobile', { assumed: -1 })),
  fc.constant(changePhase('purchase', { name: 'Meins!' })),
  fc.constant(
    addTouchpoint({
      id: 'x',
      name: 'X',
      phase: 'purchase',
      rule: { all: [] },
      place: 'online',
      media: null,
      department: '',
      assumed: null,
    }),
  ),
)

test('undo leads back step by step, redo forth again', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      const done = edits.reduce(record, begin(journey))
      const back = done.past.reduce(undo, done)
      expect(back.present).toBe(journey)
      expect(back.future.reduce((history) => redo(history), back).present).toEqual(done.present)
    }),
  )
})
