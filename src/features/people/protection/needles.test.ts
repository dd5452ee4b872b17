import { describe, expect, test } from 'vitest'
import { inBytes, namesPerson, needlesOf, shortOf } from './needles.ts'

const named = [
  { kind: 'email', value: 'anna.zz+shop@mail.example' },
  { kind: 'phone', value: '+49351123456' },
  { kind: 'customer', value: 'KD-774411' },
  { kind: 'customer', value: '4711' },
]
const needles = needlesOf(named, 'DE')
const names = namesPerson(needles, shortOf(named))
const holds = inBytes(needles)

const hers = [
  'anna.zz+shop@mail.example',
  'ANNA.ZZ+Shop@Mail.Example',
  'https://shop.example/?mail=anna.zz%2Bshop%40mail.example&x=1',
  'to%3Danna.zz%252Bshop%2540mail.example',
  'mailto%3Aanna.zz%2bshop%40mail.example',
  'mailto:anna.zz+shop@mail.example',
  '"Wagner, Anna" <anna.zz+shop@mail.example>',
  'wrote anna.zz+shop@mail.example. Then',
  '{"note":"line\\nanna.zz+shop\\u0040mail.example"}',
  'anna.zz+shop&#64;mail.example',
  '+49 351 123456',
  '+49\u00a0351\u00a0123456',
  '0049351123456',
  '0049 (0)351 / 12 34 56',
  '+49 (0) 351 123-456',
  '0351 / 123 456',
  '(0351) 123456',
  '0351-123456',
  'tel:+49-351-123456',
  'call%20%2B49%20351%20123456%20now',
  '49351123456',
  'order kd-774411',
  'ref%3DKD-774411%26x',
]
const others = [
  'hanna.zz+shop@mail.example',
  'johanna.zz+shop@mail.example',
  'maria.anna.zz+shop@mail.example',
  'anna.zz+shop@mail.example.org',
  'anna.zz+shop@mail.examples',
  'anna.zz@mail.example',
  '0351 123457',
  '0351 1234567',
  '10351123456',
  '0351 123456-78',
  'KD-7744110',
  'XKD-774411',
]

describe('spellings', () => {
  test.each(hers)('%s names the person', (text) => {
    expect(names(text)).toBe(true)
    expect(holds(Buffer.from(`{"x":"${text}"}`))).toBe(true)
  })

  test.each(others)('%s names somebody else', (text) => expect(names(text)).toBe(false))

  test('signs that mean something in patterns mean themselves', () => {
    const odd = ['u-0', 'a+b', 'x/1', '[1]', 'u-000000(7)', 'a\\b\\c\\d', 'order/2026-1']
    for (const value of odd) {
      const one = [{ kind: 'user', value }]
      const found = namesPerson(needlesOf(one, 'DE'), shortOf(one))
      expect([value, found(`id: ${value},`)]).toEqual([value, true])
    }
  })

  test('short identifiers count as whole words only, and are told', () => {
    expect(shortOf(named)).toEqual(['4711'])
    expect([names('x,4711,y'), names('x,47110,y')]).toEqual([true, false])
  })

  test('bytes: the length of a text before it is no other name, a longer name is', () => {
    expect(holds(Buffer.from('\u00017anna.zz+shop@mail.example9next'))).toBe(true)
    expect(holds(Buffer.from('"johanna.zz+shop@mail.example"'))).toBe(false)
    const uml = inBytes(needlesOf([{ kind: 'other', value: 'Jürgen Müßig' }], 'DE'))
    expect(uml(Buffer.from('x;jürgen müßig;y'))).toBe(true)
    expect(uml(Buffer.from('x;Jürgen Müßig;y', 'latin1'))).toBe(true)
    expect(uml(Buffer.from('?n=J%C3%BCrgen+M%C3%BC%C3%9Fig'))).toBe(true)
  })

  test('bytes: also of identifiers without any letter that is the same everywhere', () => {
    const greek = inBytes(needlesOf([{ kind: 'other', value: 'Άννα Παππά' }], 'DE'))
    const far = 'x'.repeat(9_000)
    expect(greek(Buffer.from(`${far};Άννα Παππά;${far}`))).toBe(true)
    expect(greek(Buffer.from(far))).toBe(false)
  })

  test('numbers of other countries, and of none', () => {
    const of = (value: string, country: string) => namesPerson(needlesOf([{ kind: 'phone', value }], country), [])
    expect(of('+12133734253', 'DE')('(213) 373-4253')).toBe(true)
    expect(of('0351123456', 'DE')('+49 351 123456')).toBe(true)
    expect(of('0351123456', 'AT')('+49 351 123456')).toBe(true)
    expect(of('0351123456', 'AT')('+43 351 123456')).toBe(true)
    expect(of('12345678', 'ZZ')('1234 5678')).toBe(true)
  })

  test('time grows with the text alone', () => {
    for (const piece of ['0 ', '0351 12345 ', 'anna.zz+shop', '%25', '++++ ', '\\\\']) {
      const took = [100_000, 200_000].map((length) => {
        const text = piece.repeat(length / piece.length)
        const begun = process.cpuUsage().user
        names(text)
        holds(Buffer.from(text))
        return process.cpuUsage(undefined).user - begun
      })
      expect(took[1]).toBeLessThan(20 * Math.max(took[0] ?? 0, 20_000))
    }
  })
})
