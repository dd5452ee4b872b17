import { expect, test } from 'vitest'
import { groupsOf, huesOf, layoutOf, neighbourOf, slotOf } from './layout.ts'
import { journey } from './testing/fixture.ts'

test('the six phases wear the six hues in order', () => {
  expect(huesOf(journey.phases)).toEqual(['var(--p1)', 'var(--p2)', 'var(--p3)', 'var(--p4)', 'var(--p5)', 'var(--p6)'])
})

test('the purchase keeps its gold, however many phases stand around it', () => {
  const sections = ['before', 'before', 'before', 'before', 'before', 'purchase', 'after'] as const
  const hues = huesOf(sections.map((section) => ({ section })))
  expect(hues[0]).toBe('var(--p1)')
  expect(hues[1]).toBe('color-mix(in oklab, var(--p1), var(--p2) 50%)')
  expect(hues[4]).toBe('var(--p3)')
  expect(hues[5]).toBe('var(--p4)')
  expect(hues[6]).toBe('var(--p5)')
})

test('columns share the width, keep a least width and snap on a phone', () => {
  expect(layoutOf(journey.phases, journey.touchpoints, 1176)).toMatchObject({
    label: 120,
    columnWidth: 176,
    snap: false,
  })
  expect(layoutOf(journey.phases, journey.touchpoints, 760).columnWidth).toBe(176)
  expect(layoutOf(journey.phases, journey.touchpoints, 760, 'far').columnWidth).toBe(150)
  const phone = layoutOf(journey.phases, journey.touchpoints, 358)
  expect(phone).toMatchObject({ label: 0, columnWidth: 314, snap: true })
})

test('slots lie inside their column, in order', () => {
  const { columns } = layoutOf(journey.phases, journey.touchpoints, 1176)
  for (const column of columns) {
    const slots = column.touchpoints.map((_, index) => slotOf(column, index))
    expect(slots).toEqual([...slots].sort((a, b) => a - b))
    expect(slots.every((x) => x > column.x && x < column.x + column.width)).toBe(true)
  }
})

test('neighbouring phases of one section form a group', () => {
  expect(groupsOf(journey.phases)).toEqual([
    { section: 'before', first: 0, count: 3 },
    { section: 'purchase', first: 3, count: 1 },
    { section: 'after', first: 4, count: 2 },
  ])
})

test('arrows lead from card to card and stop at the edges', () => {
  const { columns } = layoutOf(journey.phases, journey.touchpoints, 1176)
  expect(neighbourOf(columns, null, 'right')).toBe('search')
  expect(neighbourOf(columns, 'search', 'down')).toBe('weekly')
  expect(neighbourOf(columns, 'search', 'up')).toBe('search')
  expect(neighbourOf(columns, 'search', 'right')).toBe('product')
  expect(neighbourOf(columns, 'recommended', 'right')).toBe('reviews')
  expect(neighbourOf(columns, 'friend', 'right')).toBe('friend')
})
