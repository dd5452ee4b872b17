import { expect, test } from 'vitest'
import { changeOf } from './change.ts'
import { worstFirst } from './findings.ts'
import { journey, mapFigures } from './testing/fixture.ts'

test('the break point that costs most comes first', () => {
  expect(worstFirst(mapFigures, journey.touchpoints).map(({ touchpoint }) => touchpoint.id)).toEqual([
    'mobile',
    'delivery',
  ])
})

test('without costs the one that loses most people comes first', () => {
  const free = mapFigures.touchpoints.map((one) => ({
    ...one,
    breakPoint: one.breakPoint && {
      ...one.breakPoint,
      cost: null,
      peopleLost: one.touchpoint === 'delivery' ? 900 : 5,
    },
  }))
  expect(worstFirst({ ...mapFigures, touchpoints: free }, journey.touchpoints)[0]?.touchpoint.id).toBe('delivery')
})

test('a break point of a touchpoint that was removed is not named', () => {
  expect(worstFirst(mapFigures, [])).toEqual([])
})

test('changes have a direction, and none against nobody', () => {
  expect(changeOf(106, 100)).toMatchObject({ direction: 'up' })
  expect(changeOf(100.5, 100)).toMatchObject({ direction: 'same' })
  expect(changeOf(5, 0)).toEqual({ share: null, direction: 'up' })
  expect(changeOf(5, null)).toBeNull()
})
