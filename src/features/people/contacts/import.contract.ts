import { describe, expect, test } from 'vitest'
import { anchorOf } from '../../collect/index.ts'
import type { ContactWorld } from './testing/world.ts'

export const simple = (rows: readonly string[]) =>
  ['customer_id,email,phone,first name,last name,city,newsletter', ...rows].join('\n')

/** Imports of contacts and taking them back, on whatever engine is given. */
export function contactImportContract(world: () => ContactWorld): void {
  const german = () => world().workspace({ timeZone: 'Europe/Berlin', language: 'de' })

  describe('a file of contacts', () => {
    test('updates what changed, and undo brings back the former values', async () => {
      const workspace = await german()
      const one = await world().importPath(
        workspace,
        await world().file(simple(['1,a@x.de,,Anna,Alt,Bonn,', '2,b@x.de,,Ben,Beck,Ulm,'])),
      )
      const before = await world().state(workspace)
      const two = await world().importPath(
        workspace,
        await world().file(simple(['1,a@x.de,0228 123456,Anna,Neu,,', '2,b@x.de,,Ben,Beck,Ulm,', '3,,,Cem,Can,,'])),
      )
      expect(two.result).toMatchObject({ added: 1, updated: 1, unchanged: 1 })
      const { traits } = await world().state(workspace)
      expect(traits).toContainEqual(expect.objectContaining({ key: 'last_name', value: 'Neu' }))
      expect(traits).toContainEqual(expect.objectContaining({ key: 'city', value: 'Bonn' }))
      await world().undo(workspace, two.id)
      expect(await world().state(workspace)).toEqual(before)
      await world().undo(workspace, one.id)
      expect((await world().state(workspace)).identities).toEqual([])
    })

    test('keeps the people whom it knows when the first is taken back', async () => {
      const workspace = await german()
      const one = await world().importPath(workspace, await world().file(simple(['1,a@x.de,,Anna,Alt,Bonn,'])))
      await world().importPath(workspace, await world().file(simple(['1,a@x.de,,Anna,Neu,Bonn,'])))
      await world().undo(workspace, one.id)
      const { people, traits } = await world().state(workspace)
      expect(people).toHaveLength(1)
      expect(traits.map(({ key, value }) => [key, value])).toEqual([['last_name', 'Neu']])
    })

    test('never turns a refusal into a consent', async () => {
      const workspace = await german()
      await world().importPath(
        workspace,
        await world().file(simple(['1,a@x.de,,Anna,Alt,Bonn,nein', '2,b@x.de,,,,,ja'])),
      )
      const done = await world().importPath(
        workspace,
        await world().file(simple(['1,a@x.de,,Anna,Alt,Bonn,ja', '2,b@x.de,,,,,nein'])),
      )
      expect(done.result).toMatchObject({ unchanged: 1, updated: 1 })
      const { consents } = await world().state(workspace)
      const of = (id: string) =>
        consents.flatMap((one) =>
          'anchor' in one && one.anchor === anchorOf(workspace.id, 'customer', id) ? [one.state] : [],
        )
      expect(of('1')).toEqual(['denied'])
      expect(of('2')).toEqual(['granted', 'denied'])
    })
  })
}
