import { expect, test } from 'vitest'
import { cleaned, deepestJson, readJson } from './json.ts'
import { storable } from './text.ts'

const nested = (open: string, depth: number, inner: string, close: string): string =>
  open.repeat(depth) + inner + close.repeat(depth)

test('texts and names lose what the databases cannot keep', () => {
  expect(storable('a\0b\ud800c\udfff')).toBe('ab\ufffdc\ufffd')
  expect(storable('👩‍👩‍👧 ß')).toBe('👩‍👩‍👧 ß')
  expect(readJson('{"a\\u0000":["\\ud800x",{"\\udfff":"\\u0000"}],"n":1e400,"t":true,"z":null}')).toEqual({
    a: ['\ufffdx', { '\ufffd': '' }],
    n: Number.POSITIVE_INFINITY,
    t: true,
    z: null,
  })
})

test('no name of a value reaches the prototype', () => {
  const read = readJson('\ufeff{"__proto__":{"admin":true},"inner":{"\\u005f_proto__":1},"constructor":1}')
  expect(Object.keys(Object(read))).toEqual(['inner', 'constructor'])
  expect(Object(read).admin).toBeUndefined()
})

test.each([
  ['lists', '[', '', ']'],
  ['objects', '{"not":', '{}', '}'],
  ['rules', '{"all":[', '', ']}'],
])('%s in one another are refused beyond a depth, however deep they lie', (_, open, inner, close) => {
  for (const depth of [deepestJson + 1, 5_000, 100_000]) {
    expect(() => readJson(nested(open, depth, inner, close))).toThrow('too deep')
  }
  expect(readJson(nested(open, 30, inner, close))).toBeDefined()
})

test('what is no JSON is told so', () => {
  for (const text of ['', '{', 'nul', '{"a":}', '\0']) expect(() => readJson(text)).toThrow('The body is not JSON')
  expect(cleaned(undefined)).toBeUndefined()
})
