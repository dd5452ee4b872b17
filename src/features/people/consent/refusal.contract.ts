import { beforeAll, describe, expect, test } from 'vitest'
import type { TemporaryProduct } from '../../../../test/engines/product.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import { anchorOf } from '../../collect/index.ts'
import { consentBench, event } from './testing/bench.ts'

/** What refusals and missing consents keep out, on whatever engine is given. */
export function refusalContract(product: () => TemporaryProduct): void {
  let workspace: string
  const bench = consentBench(product, () => workspace)
  const { take, personOf, eventsOf, counted, decided, record, without } = bench
  beforeAll(async () => {
    const settings = { name: 'Laden', timeZone: 'UTC', currency: 'EUR', language: 'de' } as const
    workspace = (await product().client.admin.createWorkspace(settings)).id
  })

  describe('who refuses', () => {
    test('is left out of reports, keeps their events, and comes back with a yes', async () => {
      await take(event('r1', 1), event('r1', 2), event('r2', 1))
      expect([await counted('r1'), await counted('r2')]).toEqual([2, 1])
      await record(decided('r1', 'withdrawn'))
      expect([await counted('r1'), await counted('r2'), await eventsOf('r1')]).toEqual([0, 1, 2])
      await record(decided('r1', 'granted', { source: 'import', atMs: Date.now() + 1000 }))
      expect(await counted('r1')).toBe(0)
      await take(event('r1', 3), event('r2', 3))
      expect([await eventsOf('r1'), await counted('r2')]).toEqual([2, 2])
      await product().collect.settle({ workspace, touched: 'all' })
      expect([await counted('r1'), await counted('r2')]).toEqual([0, 2])
      await record(decided('r1', 'granted', { atMs: Date.now() + 2000 }))
      expect(await counted('r1')).toBe(2)
    })

    test('is left out with all identifiers, those that join later too', async () => {
      await take(event('r3', 1))
      await record(decided('r3', 'objected'))
      const both = [
        { kind: 'email' as const, value: 'r3@mail.example' },
        { kind: 'user' as const, value: 'u-r3' },
      ]
      await take(event('r3', 2, { identifiers: both }))
      const user = anchorOf(workspace, 'user', 'u-r3')
      const paths = () =>
        product().warehouse.rows<{ n: number }>(sql`select toUInt32(length(times)) as n from paths final
        where workspace = ${p.uuid(workspace)} and person = ${p.anchor(user)} and n > 0`)
      expect(await paths()).toHaveLength(1)
      await take(event('r4', 3, { identifiers: [{ kind: 'customer', value: 'r5' }, ...both.slice(0, 1)] }))
      await record({ ...decided('r5', 'objected'), anchor: anchorOf(workspace, 'email', 'r3@mail.example') })
      expect(await counted('r5')).toBe(0)
    })

    test('a restricted person is not counted until the restriction is lifted', async () => {
      await take(event('r6', 1))
      const person = personOf('r6')
      await product().client.people.protection.restrict({ workspace, person, reason: 'disputed' })
      expect(await counted('r6')).toBe(0)
      const known = await product().client.people.protection.person({ workspace, person })
      expect(known).toMatchObject({ withheld: true, restriction: { reason: 'disputed' }, holdings: { events: 1 } })
      expect(await product().people.consents.mayContact(workspace, person, 'newsletter')).toBe(false)
      await product().client.people.protection.lift({ workspace, person })
      expect(await counted('r6')).toBe(1)
    })
  })

  describe('without consent', () => {
    test('nothing is taken in where the workspace asks for it', async () => {
      await without('consent')
      await take(event('c1', 1))
      expect(await eventsOf('c1')).toBe(0)
      await record(decided('c1', 'granted'))
      await take(event('c1', 2))
      expect(await eventsOf('c1')).toBe(1)
      await record(decided('c2', 'granted', { expiresMs: Date.now() - 1000, atMs: Date.now() - 2000 }))
      await take(event('c2', 1))
      expect(await eventsOf('c2')).toBe(0)
    })

    test('or nothing that names anybody', async () => {
      await without('strip')
      await take(
        event('s1', 1, { properties: { email: 's1@mail.example', page: '/a', who: 's1' }, traits: { name: 'S' } }),
      )
      expect(await eventsOf('s1')).toBe(0)
      const rows = await product().warehouse.rows<{ properties: object }>(sql`select properties from events
      where workspace = ${p.uuid(workspace)} and properties['page'] = '/a'`)
      expect(rows).toEqual([{ properties: { page: '/a' } }])
      await without('legitimate')
      await take(event('s1', 2))
      expect(await eventsOf('s1')).toBe(1)
    })
  })
}
