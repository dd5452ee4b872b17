import { implement } from '@orpc/server'
import type { CallerContext, InWorkspace } from '../../admin/index.ts'
import { webhooks as contract } from './contract.ts'
import type { Webhooks } from './service.ts'

export type WebhookRouteDeps = { readonly webhooks: Webhooks; readonly inWorkspace: InWorkspace }

const on = implement(contract).$context<CallerContext>()

export const webhookRoutes = ({ webhooks, inWorkspace }: WebhookRouteDeps) =>
  on.router({
    ofSource: on.ofSource.handler(async ({ context, input: { workspace, source } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return webhooks.ofSource(workspace, source)
    }),
    add: on.add.handler(async ({ context, input: { workspace, source, provider } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return webhooks.add(workspace, source, provider)
    }),
    setSecret: on.setSecret.handler(async ({ context, input: { workspace, webhook, secret } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return webhooks.setSecret(workspace, webhook, secret)
    }),
    remove: on.remove.handler(async ({ context, input: { workspace, webhook } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      await webhooks.remove(workspace, webhook)
      return { removed: true as const }
    }),
  })
