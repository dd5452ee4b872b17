import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCommon } from './common.ts'
import { weaknessOf } from './weakness.ts'

const mara = ['mara.koehler@radweg.example', 'Mara Köhler-Wiesengrund']

describe('a password that is no good', () => {
  test.each([
    'password123',
    'Passwort2024!',
    'P4$$w0rd1234',
    'pass word 123',
    '!!Hallo2026!!',
    'hallohallo',
    'abc123abc123',
    'qwertzuiop',
    'qwertyuiop123',
    '1234567890',
    '0987654321',
    'aaaaaaaaaaaa',
    'abcdefghijkl',
    '112233445566',
    '1qaz2wsx3edc',
    'asdfghjklasdf',
    'drowssap123',
    'Sonnenschein',
    'Frühling2026',
    'München1860',
    'ich-liebe-dich',
    'willkommen!1',
    'iloveyou2020',
    'Administrator',
    '!"§$%&/()=!"',
  ])('%s is common', (password) => {
    expect(weaknessOf(password, mara)).toBe('common')
  })

  test.each([
    'fernweh2026',
    'Fernweh!2026',
    'mara.koehler@radweg.example',
    'MaraKoehler1',
    'Mara-Köhler-1',
    'radweg2026!',
    'wiesengrund99',
    'relheok.aram',
    'fernwehpasswort',
    'm4r4k0ehler!',
  ])('%s is personal', (password) => {
    expect(weaknessOf(password, mara)).toBe('personal')
  })
})

test.each([
  'ein langer Satz',
  'ein ganz langer Satz',
  'a good password',
  'another password',
  'Mara und ihr Hund Bello',
  'correct horse battery staple',
  'x8#Kq2!vLp0z',
  'tR9vbQ7xkM2w',
  'Unser Laden hat 3 Türen',
  '我的密码是一个很长的句子吗',
])('%s is good', (password) => {
  expect(weaknessOf(password, mara)).toBeUndefined()
})

test('lengths are judged elsewhere, and nothing makes it slow', () => {
  expect(weaknessOf('password', [])).toBeUndefined()
  expect(weaknessOf('a'.repeat(129), [])).toBeUndefined()
  expect(weaknessOf(`${'ab'.repeat(63)}c`, ['x'.repeat(1_000_000), ''])).toBe('common')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 140 }), fc.string({ unit: 'binary' }), (password, name) => {
      expect(['common', 'personal', undefined]).toContain(weaknessOf(password, [name]))
    }),
  )
})

test('random passwords are good', () => {
  const sign = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ23456789')
  const random = fc.array(sign, { minLength: 20, maxLength: 128 }).map((signs) => signs.join(''))
  const many = fc.sample(
    random.filter((text) => new Set(text).size > 12),
    { numRuns: 500, seed: 7 },
  )
  expect(many.filter((password) => weaknessOf(password, mara) !== undefined)).toEqual([])
})

test('the list is there', () => {
  expect(['password', 'qwertz', 'schatz', 'kennwort', 'dragon'].every(isCommon)).toBe(true)
  expect(isCommon('ein ganz langer satz')).toBe(false)
})
