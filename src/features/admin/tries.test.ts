import { expect, test } from 'vitest'
import { countTries, network } from './tries.ts'

test('a key has so many tries in a quarter of an hour', () => {
  let time = 0
  const tries = countTries(() => time)
  expect([1, 2, 3].map(() => tries.take('a', 2))).toEqual([true, true, false])
  expect(tries.take('b', 2)).toBe(true)
  time += 15 * 60_000 - 1
  expect(tries.take('a', 2)).toBe(false)
  time += 1
  expect(tries.take('a', 2)).toBe(true)
})

test('a try that succeeded does not count', () => {
  const tries = countTries(() => 0)
  for (let i = 0; i < 50; i++) {
    expect(tries.take('a', 2)).toBe(true)
    tries.refund('a')
  }
})

test('IPv6 addresses of one network are one', () => {
  expect(network('2001:db8:1:2:3:4:5:6')).toBe(network('2001:db8:1:2:ffff::1'))
  expect(network('192.168.0.1')).toBe('192.168.0.1')
  expect(network('::ffff:10.0.0.1')).not.toBe(network('::ffff:10.0.0.2'))
})
