import { implement } from '@orpc/server'
import type { Placed } from '../../admin/index.ts'
import { webhooks as contract } from './contract.ts'
import type { Webhooks } from './service.ts'

export type WebhookRouteDeps = { readonly webhooks: Webhooks }

const on = implement(contract).$context<Placed>()

export const webhookRoutes = ({ webhooks }: WebhookRouteDeps) =>
  on.router({
    ofSource: on.ofSource.handler(({ input: { workspace, source } }) => webhooks.ofSource(workspace, source)),
    add: on.add.handler(({ input: { workspace, source, provider } }) => webhooks.add(workspace, source, provider)),
    setSecret: on.setSecret.handler(({ input: { workspace, webhook, secret } }) =>
      webhooks.setSecret(workspace, webhook, secret),
    ),
    remove: on.remove.handler(async ({ input: { workspace, webhook } }) => {
      await webhooks.remove(workspace, webhook)
      return { removed: true as const }
    }),
  })
