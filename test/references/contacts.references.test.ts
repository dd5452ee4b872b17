import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeMany } from '../../src/features/people/contacts/testing/many.ts'
import { type ContactWorld, contactWorld } from '../../src/features/people/contacts/testing/world.ts'
import { openDuplicateService } from '../../src/features/people/duplicates/service.ts'
import { openLog } from '../../src/platform/log.ts'

let world: ContactWorld
beforeAll(async () => {
  world = await contactWorld()
})
afterAll(() => world.close())

test('100,000 contacts with repetitions and errors, twice, and taken back', async () => {
  const workspace = await world.workspace({ timeZone: 'Europe/Berlin', language: 'de' })
  const path = join(world.directory, 'many.csv')
  const { rows, repeated, wrong } = await writeMany(path, 100_000)
  const first = await world.importPath(workspace, path)
  expect(first.result).toMatchObject({ added: rows - repeated - wrong, unchanged: repeated, rejected: wrong, repeated })
  const again = await world.importPath(workspace, path)
  expect(again.result).toMatchObject({ added: 0, updated: 0, unchanged: rows - wrong, rejected: wrong })
  const duplicates = openDuplicateService({
    db: world.postgres.db,
    warehouse: world.warehouse,
    log: openLog('silent'),
    identity: world.collect.identity,
    labelsOf: async () => new Map(),
    profileOf: () => Promise.reject(new Error('not asked')),
    now: Date.now,
  })
  const { compared } = await duplicates.search(workspace.id)
  expect(compared).toBeGreaterThan(10_000)
  await world.undo(workspace, again.id)
  await world.undo(workspace, first.id)
  const { identities, edges, traits, consents, people } = await world.state(workspace)
  expect([identities, edges, traits, consents, people].map((list) => list.length)).toEqual([0, 0, 0, 0, 0])
}, 600_000)
