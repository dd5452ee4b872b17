import type { Random } from '../../src/kernel/random.ts'

/** JSON text that stands for itself, so that a body can hold what `JSON.stringify` cannot write. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** JSON text of a value in which some parts are JSON text already. */
export function written(value: unknown): string {
  if (value instanceof Raw) return value.text
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}:${written(inner)}`)
    .join(',')}}`
}

export const oneOf = <T>(dice: Random, from: readonly [T, ...T[]]): T => from[dice.below(from.length)] ?? from[0]

const within = (before: string, depth: number, inner: string, after: string): Raw =>
  new Raw(before.repeat(depth) + inner + after.repeat(depth))

const texts: readonly [string, ...string[]] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb\ud800',
  '\u202egnihtemos',
  '\ufeff\u200b\u2028',
  '👩‍👩‍👧‍👦'.repeat(40),
  'e\u0301\u0327'.repeat(30),
  'ß'.repeat(70_000),
  'x'.repeat(100_000),
  '%',
  '%00',
  '%ff',
  '%ed%a0%80',
  '%2e%2e%2f',
  '../../../etc/passwd',
  '/dev/zero',
  "'; drop table event; --",
  '{p0:String}',
  '\\',
  "\\'",
  '\t\r\n',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'NaN',
  'Infinity',
  '-1',
  '0x10',
  '1e400',
  '2147483648',
  '9223372036854775808',
  '18446744073709551616',
  '340282366920938463463374607431768211456',
  '9'.repeat(39),
  '9'.repeat(400),
  '00000000-0000-0000-0000-000000000000',
  '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  '275760-09-13T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00.000Z',
  '0000-01-01',
  '0001-01-01T00:00:00Z',
  '9999-12-31',
  '9999-12-31T23:59:59.999999999999Z',
  '2026-02-30',
  '2026-13-01',
  'https://shop.example',
  '[]',
  '{"all":[]}',
  '{"not":'.repeat(800),
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
]

const numbers: readonly [number | Raw, ...(number | Raw)[]] = [
  -1,
  0,
  0.5,
  1,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  8.64e15,
  8.65e15,
  new Raw('-0'),
  new Raw('1e400'),
  new Raw('-1e400'),
  new Raw('9223372036854775807'),
  new Raw('9223372036854775808'),
  new Raw('18446744073709551616'),
  1e308,
  5e-324,
]

const shapes: readonly [() => unknown, ...(() => unknown)[]] = [
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => [[]],
  () => ['x'],
  () => [null],
  () => ({ length: 3 }),
  () => ({ toString: null, valueOf: null }),
  () => new Raw('{"__proto__":{"admin":true}}'),
  () => new Raw('{"constructor":{"prototype":{"admin":true}}}'),
  () => new Raw('{"a":1,"a":{"a":2}}'),
  () => within('[', 40, '1', ']'),
  () => within('[', 100_000, '', ']'),
  () => within('{"a":', 5_000, '1', '}'),
  () => within('{"not":', 6, '{"all":[]}', '}'),
  () => within('{"not":', 12, '{"all":[]}', '}'),
  () => within('{"all":[', 3_000, '{"field":"event","op":"is","values":["x"]}', ']}'),
  () => within('{"all":[', 7, Array.from({ length: 50 }, () => '{"any":[]}').join(), ']}'),
  () => within('{"did":', 50, '{"all":[]}', ',"times":{"op":"at_least","n":1},"within":null}'),
  () => Array.from({ length: 20_000 }, () => 0),
  () => Array.from({ length: 300 }, () => 'x'.repeat(2_000)),
  () => Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`key ${i}`, i])),
]

export const nastyText = (dice: Random): string => oneOf(dice, texts)

/** Something that hardly any place is made for. */
export function nasty(dice: Random): unknown {
  const kind = dice.below(10)
  if (kind < 5) return nastyText(dice)
  return kind < 7 ? oneOf(dice, numbers) : oneOf(dice, shapes)()
}
