import { expect, test } from 'vitest'
import { columnsIn, factsOf, fileAddress, ListSearch } from './listSearch.ts'

test('columns keep their order and forget what is none', () => {
  expect(columnsIn('value,email,nonsense')).toEqual(['email', 'value'])
  expect(columnsIn('')).toBeNull()
  expect(columnsIn('nonsense')).toBeNull()
  expect(factsOf(['email', 'city', 'last'])).toEqual(['email', 'city'])
})

test('an address that says nonsense says nothing', () => {
  expect(ListSearch.parse({ page: 'x', sort: 'name', known: 'known' })).toEqual({ known: 'known' })
})

test('the file is asked for what the list shows', () => {
  const asked = { search: 'ä & b', sort: 'value' as const }
  expect(fileAddress('w1', asked, ['email', 'city', 'value'], 'semicolon')).toBe(
    '/api/w/w1/people/file?separator=semicolon&search=%C3%A4+%26+b&sort=value&columns=email&columns=city',
  )
})
