import { z } from 'zod'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { MadeWebhook, Provider, Secret, Webhook } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofSource = inWorkspace.extend({ source: z.uuid() })
const one = inWorkspace.extend({ webhook: z.uuid() })
const tags = ['Webhooks']

/** What is sent to them arrives at POST /hooks/{address}/{provider}. */
export const webhooks = {
  ofSource: endpoint('sources.connect')
    .route({
      method: 'GET',
      path: '/w/{workspace}/sources/{source}/webhooks',
      summary: 'The webhooks of a source with their last deliveries',
      tags,
    })
    .input(ofSource)
    .output(z.array(Webhook)),
  add: endpoint('sources.connect')
    .route({
      method: 'POST',
      path: '/w/{workspace}/sources/{source}/webhooks',
      summary: 'Make an address for a shop system or a mail provider',
      tags,
    })
    .input(ofSource.extend({ provider: Provider }))
    .output(MadeWebhook),
  setSecret: endpoint('sources.connect')
    .route({
      method: 'POST',
      path: '/w/{workspace}/webhooks/{webhook}/secret',
      summary: 'Replace the secret, by one that the other side gave or a new one',
      tags,
    })
    .input(one.extend({ secret: Secret.optional() }))
    .output(MadeWebhook),
  remove: endpoint('sources.connect')
    .route({ method: 'DELETE', path: '/w/{workspace}/webhooks/{webhook}', summary: 'Close an address', tags })
    .input(one)
    .output(z.object({ removed: z.literal(true) })),
}
