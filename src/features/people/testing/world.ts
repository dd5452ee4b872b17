import { randomUUID } from 'node:crypto'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { AuditFact, Placed, Workspace } from '../../admin/index.ts'
import { openPeopleService, type PeopleDeps } from '../service.ts'

export const moment = (minute: number) => new Date(Date.UTC(2026, 4, 1, 8, minute)).toISOString()
export const largest = '340282366920938463463374607431768211455'

/** Traits of one anchor as import rows. */
export const said = (workspace: string, anchor: string, source: string, minute: number, values: object) =>
  Object.entries(values).map(([key, value]) => ({ workspace, anchor, key, value, source, at: moment(minute) }))

/**
 * Anna has three events, two at one moment, and her e-mail address is the anchor 900; Ben has one event and a name with
 * accents; nobody knows who 48879 is.
 */
export async function load(warehouse: Warehouse): Promise<string> {
  const workspace = randomUUID()
  const event = (anchor: string, message: number, minute: number, rest: object) => ({
    workspace,
    anchor,
    message: String(message),
    seq: message,
    raw_time: moment(minute),
    time: moment(minute),
    ...rest,
  })
  const visit = { name: 'visit', channel: 'social', session: 's1', source: 'web', properties: { device: 'mobile' } }
  await warehouse.insert('events', [
    event(largest, 1, 1, visit),
    event(largest, 2, 5, { name: 'order', channel: 'store', value: '12.5', currency: 'EUR', anchor2: '900' }),
    event('900', 3, 5, { name: 'thanks', value: '-2.25', currency: 'EUR' }),
    event('7', 4, 3, { name: 'visit' }),
    event('48879', 5, 2, { name: 'visit', value: '99' }),
  ])
  await warehouse.insert('events', [event('7', 4, 3, { name: 'visit', received: moment(9) })])
  const seen = '2026-05-01 08:00:00'
  await warehouse.insert('identities', [
    { workspace, anchor: largest, kind: 'user', value: 'Anna-Größe', seen },
    { workspace, anchor: '900', kind: 'email', value: 'anna@example.org', seen },
    { workspace, anchor: '7', kind: 'customer', value: 'K-2007', seen },
    { workspace, anchor: '48879', kind: 'anonymous', value: 'f00d', seen },
  ])
  await warehouse.insert('persons', [{ workspace, anchor: '900', person: largest, version: 1 }])
  const ben = { first_name: 'Bén', last_name: 'Müller', phone: '+49 (171) 123-45 67', city: 'Köln' }
  await warehouse.insert('traits', said(workspace, '7', 'import', 1, ben))
  const code = (kind: string, name: string, number: number) => ({ workspace, kind, name, code: number })
  await warehouse.insert('codes', [
    ...['visit', 'order', 'thanks'].map((name, i) => code('event', name, i + 1)),
    ...['social', 'store'].map((name, i) => code('channel', name, i + 1)),
  ])
  /** Each touch: its minute, the codes of its event and its channel, and its value. */
  const path = (person: string, ...touches: readonly (readonly [number, number, number, string | null])[]) => ({
    workspace,
    person,
    version: 1,
    times: touches.map(([minute]) => Date.parse(moment(minute))),
    events: touches.map(([, event]) => event),
    channels: touches.map(([, , channel]) => channel),
    values: touches.map(([, , , value]) => value),
  })
  await warehouse.insert('paths', [
    path(largest, [1, 1, 1, null], [5, 2, 2, '12.5'], [5, 3, 0, '-2.25']),
    path('7', [3, 1, 0, null]),
    path('48879', [2, 1, 0, '99']),
    path('900'),
  ])
  return workspace
}

/** A workspace of this id with an owner in it. */
export const settingsOf = (id: string): Workspace => ({
  id,
  name: 'test',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  language: 'en',
  role: 'owner',
})

export const placeOf = (id: string): Placed => ({ caller: { kind: 'local' }, workspace: settingsOf(id) })

/** People's service over a warehouse, with what it told. */
export function openWorld(warehouse: Warehouse, rest: Partial<PeopleDeps> = {}) {
  const told: AuditFact[] = []
  const audit: PeopleDeps['admin']['audit'] = {
    write: async (fact) => {
      told.push(fact)
    },
  }
  const people = openPeopleService({
    warehouse,
    admin: { audit },
    now: () => Date.parse(moment(30)),
    ...rest,
  })
  return { people, told }
}
