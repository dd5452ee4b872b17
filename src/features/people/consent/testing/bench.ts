import { randomUUID } from 'node:crypto'
import type { TemporaryProduct } from '../../../../../test/engines/product.ts'
import { p, sql } from '../../../../platform/warehouse/sql.ts'
import { anchorOf } from '../../../collect/index.ts'
import type { NewDecision } from '../decisions.ts'
import type { WithoutConsent } from '../schema.ts'

const source = { id: 'x', slug: 'web', kind: 'website' as const, trusted: true }
const moment = Date.UTC(2026, 4, 1)

/** A visit of a customer. */
export const event = (customer: string, minute: number, more: object = {}) => ({
  messageId: randomUUID(),
  name: 'visit',
  timeMs: moment + minute * 60_000,
  rawMs: moment + minute * 60_000,
  identifiers: [{ kind: 'customer' as const, value: customer }],
  together: 'together' as const,
  channel: 'direct',
  entry: {},
  session: null,
  value: null,
  currency: '',
  properties: {},
  traits: {},
  ...more,
})

/** Short ways to events and decisions of a workspace. */
export function consentBench(product: () => TemporaryProduct, workspace: () => string) {
  async function take(...events: readonly ReturnType<typeof event>[]) {
    await product().collect.intake.take({ ...source, workspace: workspace() }, events)
    await product().collect.intake.settled()
  }

  const personOf = (customer: string) => anchorOf(workspace(), 'customer', customer)

  async function eventsOf(customer: string): Promise<number> {
    const [row] = await product().warehouse.rows<{ n: number }>(sql`select toUInt32(count()) as n from events
    where workspace = ${p.uuid(workspace())} and anchor = ${p.anchor(personOf(customer))}`)
    return row?.n ?? 0
  }

  /** How many touches reports count. */
  async function counted(customer: string): Promise<number> {
    const [row] = await product().warehouse.rows<{ n: number }>(sql`select toUInt32(length(times)) as n from paths final
    where workspace = ${p.uuid(workspace())} and person = ${p.anchor(personOf(customer))}`)
    return row?.n ?? 0
  }

  const decided = (customer: string, state: NewDecision['state'], more: Partial<NewDecision> = {}): NewDecision => ({
    anchor: personOf(customer),
    purpose: 'analytics',
    state,
    basis: 'consent',
    wording: 'analytics/1',
    atMs: Date.now(),
    expiresMs: null,
    proof: {},
    source: 'web',
    ...more,
  })

  const record = (...decisions: NewDecision[]) => product().people.consents.record(workspace(), decisions)

  async function without(withoutConsent: WithoutConsent) {
    const settings = await product().client.people.consent.settings({ workspace: workspace() })
    await product().client.people.consent.changeSettings({ workspace: workspace(), ...settings, withoutConsent })
  }

  return { take, personOf, eventsOf, counted, decided, record, without }
}
