import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Delivery, Provider } from './schema.ts'

type WebhookTable = {
  id: string
  workspace_id: string
  source_id: string
  provider: Provider
  address: string
  secret: string
  created_at: Date
  secret_at: Date
}

type DeliveryTable = {
  id: number
  webhook_id: string
  received_at: Date
  outcome: Delivery['outcome']
  topic: string
  events: number
  detail: string
}
type NewDelivery = Omit<DeliveryTable, 'id'>

type MessageTable = { webhook_id: string; message: string; raw_ms: number; taken: boolean }

export type KeptWebhook = Readonly<Omit<WebhookTable, 'workspace_id' | 'source_id'>> & {
  readonly workspace: string
  readonly source: string
}

const shown = ({ workspace_id, source_id, ...row }: WebhookTable): KeptWebhook => ({
  ...row,
  workspace: workspace_id,
  source: source_id,
})

type Tables = {
  webhook: WebhookTable
  webhook_delivery: DeliveryTable
  webhook_message: MessageTable
  workspace: { id: string; currency: string; time_zone: string }
}

const keptDeliveries = 50

export type WebhookStore = ReturnType<typeof openWebhookStore>

/** Webhooks, their last deliveries and which of their messages became events. */
export function openWebhookStore(database: Database) {
  const db = tables<Tables>(database)
  const write = tables<{ webhook_delivery: NewDelivery }>(database)
  const mine = (workspace: string) => db.selectFrom('webhook').selectAll().where('workspace_id', '=', workspace)
  return {
    async add({ workspace, source, ...row }: KeptWebhook): Promise<void> {
      await db
        .insertInto('webhook')
        .values({ ...row, workspace_id: workspace, source_id: source })
        .execute()
    },
    async ofSource(workspace: string, source: string): Promise<KeptWebhook[]> {
      return (await mine(workspace).where('source_id', '=', source).orderBy('created_at').execute()).map(shown)
    },
    async find(workspace: string, id: string): Promise<KeptWebhook | undefined> {
      const row = await mine(workspace).where('id', '=', id).executeTakeFirst()
      return row && shown(row)
    },
    async at(address: string): Promise<KeptWebhook | undefined> {
      const row = await db.selectFrom('webhook').selectAll().where('address', '=', address).executeTakeFirst()
      return row && shown(row)
    },
    async setSecret(workspace: string, id: string, secret: string, at: Date): Promise<void> {
      const change = db.updateTable('webhook').set({ secret, secret_at: at }).where('workspace_id', '=', workspace)
      await change.where('id', '=', id).execute()
    },
    async remove(workspace: string, id: string): Promise<boolean> {
      const mine = db.deleteFrom('webhook').where('workspace_id', '=', workspace).where('id', '=', id)
      return (await mine.executeTakeFirst()).numDeletedRows === 1n
    },

    /** What amounts and times without a currency and a zone mean. */
    async settings(workspace: string): Promise<{ readonly currency: string; readonly timeZone: string }> {
      const row = await db.selectFrom('workspace').selectAll().where('id', '=', workspace).executeTakeFirstOrThrow()
      return { currency: row.currency, timeZone: row.time_zone }
    },

    /** The newest deliveries, newest first. */
    async deliveries(webhook: string): Promise<Delivery[]> {
      const newest = db.selectFrom('webhook_delivery').selectAll().where('webhook_id', '=', webhook)
      const rows = await newest.orderBy('id', 'desc').limit(10).execute()
      return rows.map(({ received_at, outcome, topic, events, detail }) => {
        return { received: received_at.toISOString(), outcome, topic, events, detail }
      })
    },
    async note(delivery: NewDelivery): Promise<void> {
      await write.insertInto('webhook_delivery').values(delivery).execute()
      const kept = db.selectFrom('webhook_delivery').select('id').where('webhook_id', '=', delivery.webhook_id)
      await db
        .deleteFrom('webhook_delivery')
        .where('webhook_id', '=', delivery.webhook_id)
        .where('id', 'not in', kept.orderBy('id', 'desc').limit(keptDeliveries))
        .execute()
    },

    /** Notes messages under the time with which each first came; gives all of them as they are noted. */
    async claim(webhook: string, messages: readonly { readonly message: string; readonly rawMs: number }[]) {
      const rows = messages.map(({ message, rawMs }) => ({ webhook_id: webhook, message, raw_ms: rawMs, taken: false }))
      if (rows.length === 0) return new Map<string, { readonly rawMs: number; readonly taken: boolean }>()
      await db
        .insertInto('webhook_message')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const names = messages.map(({ message }) => message)
      const noted = db.selectFrom('webhook_message').selectAll().where('webhook_id', '=', webhook)
      const found = await noted.where('message', 'in', names).execute()
      return new Map(found.map(({ message, raw_ms, taken }) => [message, { rawMs: raw_ms, taken }]))
    },
    async markTaken(webhook: string, messages: readonly string[]): Promise<void> {
      if (messages.length === 0) return
      const noted = db.updateTable('webhook_message').set({ taken: true }).where('webhook_id', '=', webhook)
      await noted.where('message', 'in', [...messages]).execute()
    },
  }
}
