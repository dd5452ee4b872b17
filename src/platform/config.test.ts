import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'fernweh-config-'))
const FERNWEH_DATA = join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true }))

test('needs nothing', () => {
  expect(readConfig({ FERNWEH_DATA, DATABASE_URL: '' })).toMatchObject({
    port: 4870,
    host: '127.0.0.1',
    data: FERNWEH_DATA,
    logLevel: 'warn',
    databaseUrl: undefined,
    publicUrl: undefined,
  })
})

test('keeps one secret per data folder, for its own account alone', () => {
  const first = readConfig({ FERNWEH_DATA }).secret
  expect(first.length).toBeGreaterThanOrEqual(32)
  expect(readConfig({ FERNWEH_DATA }).secret).toBe(first)
  expect(statSync(join(FERNWEH_DATA, 'secret')).mode & 0o777).toBe(0o600)
  const given = 'x'.repeat(32)
  expect(readConfig({ FERNWEH_DATA, FERNWEH_SECRET: given }).secret).toBe(given)
})

test('a damaged secret is a sentence', () => {
  const data = join(folder, 'damaged')
  readConfig({ FERNWEH_DATA: data })
  writeFileSync(join(data, 'secret'), '')
  expect(() => readConfig({ FERNWEH_DATA: data })).toThrow('is damaged')
})

test('names every wrong setting', () => {
  const wrong = {
    FERNWEH_DATA,
    FERNWEH_PORT: 'many',
    FERNWEH_LOG: 'loud',
    DATABASE_URL: 'mysql://x',
    FERNWEH_SECRET: 'short',
  }
  expect(() => readConfig(wrong)).toThrow(
    'Fernweh cannot start: FERNWEH_PORT must be a whole number from 0 to 65535; FERNWEH_SECRET must have at least 32 characters; ' +
      'FERNWEH_LOG must be one of fatal, error, warn, info, debug, trace, silent; ' +
      'DATABASE_URL must be an address that starts with postgres:// or postgresql://.',
  )
})

test('the public address is reduced to its origin', () => {
  expect(readConfig({ FERNWEH_DATA, FERNWEH_URL: 'https://a.example/' }).publicUrl).toBe('https://a.example')
})
