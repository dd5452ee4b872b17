import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { folded, foldedName, foldedStreet } from './fold.ts'
import { likeness, scoreOf, type Traces, threshold } from './score.ts'

const nobody: Traces = {
  first: '',
  last: '',
  company: '',
  street: '',
  postcode: '',
  city: '',
  birthday: '',
  emails: [],
  phones: [],
}

const anna: Traces = {
  ...nobody,
  first: 'Anna',
  last: 'Müller',
  street: 'Schillerstraße 12 a',
  postcode: '04109',
  city: 'Leipzig',
  birthday: '1980-04-03',
}

describe('folding', () => {
  test.each([
    ['Müller', 'MUELLER'],
    ['Größe', 'Groesse'],
    ['Ærø', 'aeroe'],
    ['Sébastien', 'sebastien'],
    ['Hans-Peter', 'hans peter'],
  ])('%s is %s', (one, other) => expect(folded(one)).toBe(folded(other)))

  test.each([
    ['Schillerstraße 12 a', 'Schiller-Str. 12a'],
    ['Am Alten Markt 3', 'am alten markt 3'],
    ['Königstr. 5', 'Koenigstrasse 5'],
    ['Straße des 17. Juni 1', 'Str. des 17. Juni 1'],
  ])('the street %s is %s', (one, other) => expect(foldedStreet(one)).toBe(foldedStreet(other)))

  test('names are the same whatever their order', () => {
    expect(foldedName('Jürgen', 'von der Heide')).toBe(foldedName('von der Heide', 'Juergen'))
  })
})

describe('who may be one', () => {
  test.each<[string, Partial<Traces>]>([
    ['spelled without umlauts, with a short street', { last: 'MUELLER', street: 'Schiller-Str. 12a' }],
    ['first and last name the other way round', { first: 'Müller', last: 'Anna' }],
    ['a letter missing, birthday known', { last: 'Müler', street: '', city: '' }],
    ['moved, with the same birthday', { street: 'Am Ring 1', postcode: '50667', city: 'Köln' }],
    ['no birthday, but the same address', { birthday: '' }],
  ])('%s', (_, changed) => {
    expect(scoreOf(anna, { ...anna, ...changed }).score).toBeGreaterThanOrEqual(threshold)
  })

  test.each<[string, Partial<Traces>]>([
    ['her brother', { first: 'Bernd', birthday: '1985-11-20' }],
    ['somebody of the same name elsewhere', { street: 'Am Ring 1', postcode: '50667', city: 'Köln', birthday: '' }],
    ['a neighbour', { first: 'Gerda', last: 'Zickler', birthday: '' }],
    ['somebody else born on the same day', { first: 'Olaf', last: 'Petersen', street: '', city: '', postcode: '' }],
  ])('not %s', (_, changed) => {
    expect(scoreOf(anna, { ...anna, ...changed }).score).toBeLessThan(threshold)
  })

  test('an address or a number in common always suffices to ask, and says so', () => {
    const found = scoreOf(
      { ...nobody, emails: ['a@x.de'], last: 'Beck' },
      { ...nobody, emails: ['b@x.de', 'a@x.de'], last: 'Zimmer' },
    )
    expect(found.score).toBe(threshold)
    expect(found.reasons).toEqual([
      { field: 'email', likeness: 'same' },
      { field: 'name', likeness: 'different' },
    ])
    expect(scoreOf({ ...nobody, phones: ['491'] }, { ...nobody, phones: ['491'] }).score).toBe(threshold)
  })
})

const text = fc.constantFrom('', 'Anna', 'Müller', 'Mueller', '04109', 'Ring 1', '1980-04-03', '1980-03-04')
const traces = fc.record({
  first: text,
  last: text,
  company: text,
  street: text,
  postcode: text,
  city: text,
  birthday: text,
  emails: fc.array(text, { maxLength: 2 }),
  phones: fc.array(text, { maxLength: 2 }),
})

test('the score is a share, the same from both sides', () => {
  fc.assert(
    fc.property(traces, traces, (one, other) => {
      const { score, reasons } = scoreOf(one, other)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(scoreOf(other, one).score).toBeCloseTo(score, 9)
      expect(reasons.length).toBeLessThanOrEqual(8)
    }),
  )
})

test('likeness is a share, and one only for the same', () => {
  const word = fc.string({ maxLength: 12 })
  fc.assert(
    fc.property(word, word, (one, other) => {
      const found = likeness(one, other)
      expect(found).toBeGreaterThanOrEqual(0)
      expect(found).toBeLessThanOrEqual(1)
      expect(found === 1).toBe(one === other)
      expect(likeness(one, one)).toBe(1)
    }),
  )
})
