import { expect, test } from 'vitest'
import { placeOver, withPlace } from './drag.tsx'
import { layoutOf } from './layout.ts'
import { journey } from './testing/fixture.ts'

const { columns } = layoutOf(journey.phases, journey.touchpoints, 1176)
const idsIn = (phase: string, shown = columns) =>
  shown.find((column) => column.phase.id === phase)?.touchpoints.map(({ id }) => id)

test('a card held over another takes its place', () => {
  expect(placeOver(columns, 'search', 'advice')).toEqual({ id: 'search', phase: 'decision', index: 1 })
})

test('a card held over a column goes to its end', () => {
  expect(placeOver(columns, 'search', 'decision')).toEqual({ id: 'search', phase: 'decision', index: 3 })
  expect(placeOver(columns, 'search', 'awareness')).toEqual({ id: 'search', phase: 'awareness', index: 3 })
  expect(placeOver(columns, 'search', 'nowhere')).toBeNull()
})

test('the columns show the card where it would fall', () => {
  const shown = [...withPlace(columns, { id: 'search', phase: 'decision', index: 1 })]
  expect(idsIn('decision', shown)).toEqual(['ride', 'search', 'advice', 'cart'])
  expect(idsIn('awareness', shown)).toEqual(['weekly', 'social', 'recommended'])
  expect(withPlace(columns, null)).toBe(columns)
})
