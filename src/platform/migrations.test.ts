import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrationFile, migrationFiles } from './migrations.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fernweh-migrations-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const put = async (feature: string, name: string) => {
  const folder = join(root, 'src', 'features', feature, 'migrations')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), `select '${name}';\n`)
}

test('all features share one number line, each engine has its own files', async () => {
  await put('journeys', '0030_maps.pg.sql')
  await put('journeys', '0031_runs.ch.sql')
  await put('collect', '0010_events.ch.sql')
  await put('collect', 'notes.md')
  await mkdir(join(root, 'src', 'features', 'people'))
  expect(migrationFiles(root, '.ch.sql').map(({ name }) => name)).toEqual(['0010_events.ch.sql', '0031_runs.ch.sql'])
  expect(migrationFiles(root, '.pg.sql').map(({ name }) => name)).toEqual(['0030_maps.pg.sql'])
})

test('a number given twice is refused', async () => {
  await put('collect', '0010_events.ch.sql')
  await put('journeys', '0010_runs.ch.sql')
  expect(() => migrationFiles(root, '.ch.sql')).toThrow('0010')
})

test('line ends do not change the checksum, anything else does', () => {
  const { checksum } = migrationFile('a', 'one;\ntwo;\n')
  expect(migrationFile('a', 'one;\r\ntwo;\r\n').checksum).toBe(checksum)
  expect(migrationFile('a', 'one;\ntwo; \n').checksum).not.toBe(checksum)
})
