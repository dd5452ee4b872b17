import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Mapping } from '../schema.ts'
import { assignRole, columnRoles, lacksOf, roleOf } from './mapping.ts'

const start = Mapping.parse({
  persons: [{ column: 'customer', kind: 'customer' }],
  time: { column: 'when', format: 'german', zone: 'Europe/Berlin' },
  event: { column: 'what' },
  value: { column: 'amount', decimalComma: true },
  ignore: ['row'],
})

describe('the roles of columns', () => {
  test('are read from the mapping', () => {
    expect(['customer', 'when', 'what', 'amount', 'row', 'colour'].map((column) => roleOf(start, column))).toEqual([
      'person:customer',
      'time',
      'event',
      'value',
      'ignore',
      'property',
    ])
  })

  test('move together with how the column is read', () => {
    expect(assignRole(start, 'other', 'time', 'UTC').time).toEqual({
      column: 'other',
      format: 'german',
      zone: 'Europe/Berlin',
    })
    expect(roleOf(assignRole(start, 'other', 'value', 'UTC'), 'amount')).toBe('property')
  })

  test('keep identifiers in order of priority and one column a kind', () => {
    const two = assignRole(start, 'mail', 'person:email', 'UTC')
    const three = assignRole(two, 'cookie', 'person:anonymous', 'UTC')
    expect(assignRole(three, 'number', 'person:customer', 'UTC').persons).toEqual([
      { column: 'number', kind: 'customer' },
      { column: 'mail', kind: 'email' },
      { column: 'cookie', kind: 'anonymous' },
    ])
  })

  test('hold whatever was assigned last, whatever came before', () => {
    const column = fc.constantFrom('customer', 'when', 'what', 'amount', 'row', 'colour')
    const step = fc.tuple(column, fc.constantFrom(...columnRoles))
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const mapping = steps.reduce((now, [name, role]) => assignRole(now, name, role, 'UTC'), start)
        const [name, role] = steps.at(-1) ?? ['', 'property']
        expect(roleOf(mapping, name)).toBe(role)
        const named = ['customer', 'when', 'what', 'amount', 'row', 'colour'].filter(
          (one) => roleOf(mapping, one) === 'time',
        )
        expect(named.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('a mapping lacks what no event can be without', () => {
  expect(lacksOf(start)).toEqual([])
  const bare = ['customer', 'when', 'what'].reduce((now, column) => assignRole(now, column, 'property', 'UTC'), start)
  expect(lacksOf(bare)).toEqual(['person', 'time', 'event'])
  expect(lacksOf({ ...bare, event: { constant: 'purchase' } })).toEqual(['person', 'time'])
})
