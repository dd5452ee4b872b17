import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { truncated } from '../../../platform/http/address.ts'
import { holderOf, isSigned, tokenOf } from './token.ts'

const anchor = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(String)

describe('the token of a preference link', () => {
  test('names its holder and proves it, for this workspace and secret alone', () => {
    fc.assert(
      fc.property(fc.uuid(), anchor, fc.string(), (workspace, one, secret) => {
        const token = tokenOf(secret, workspace, one)
        const holder = holderOf(token)
        expect(holder).toEqual({ workspace, anchor: one })
        if (!holder) return
        expect(isSigned(secret, token, holder)).toBe(true)
        expect(isSigned(`${secret}x`, token, holder)).toBe(false)
      }),
    )
  })

  test('no bit of it can be changed', () => {
    const token = tokenOf('secret', '0a1b2c3d-0000-4000-8000-00000000abcd', '12345')
    fc.assert(
      fc.property(fc.nat(47), fc.nat(7), (byte, bit) => {
        const bytes = Buffer.from(token, 'base64url')
        bytes[byte] = (bytes[byte] ?? 0) ^ (1 << bit)
        const other = bytes.toString('base64url')
        const holder = holderOf(other)
        expect(holder === undefined || !isSigned('secret', other, holder)).toBe(true)
      }),
    )
  })

  test.each(['', 'x', 'a'.repeat(64), `${tokenOf('s', '0a1b2c3d-0000-4000-8000-00000000abcd', '1')}=`, 'ä'])(
    'anything else is none: %s',
    (text) => {
      const holder = holderOf(text)
      expect(holder === undefined || !isSigned('secret', text, holder)).toBe(true)
    },
  )
})

test.each([
  ['203.0.113.77', '203.0.113.0'],
  ['::ffff:203.0.113.77', '203.0.113.0'],
  ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
  ['2001:db8::1', '2001:db8:0::'],
  ['::1', '0:0:0::'],
  ['fe80::1%eth0', 'fe80:0:0::'],
  ['unknown', ''],
])('the address %s is kept as %s', (address, kept) => {
  expect(truncated(address)).toBe(kept)
})
