import { z } from 'zod'
import { endpoint } from '../../../platform/http/endpoint.ts'
import {
  MadeSource,
  NewSource,
  ReceivedEvent,
  RejectedMessage,
  Signing,
  Source,
  SourceChange,
  SourceKey,
  SourceRow,
  Stats,
} from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofSource = inWorkspace.extend({ source: z.uuid() })
const ofKey = ofSource.extend({ key: z.uuid() })
const MadeKey = z.object({ key: SourceKey, text: z.string() })
const tags = ['Sources']
const one = '/w/{workspace}/sources/{source}'

export const sources = {
  list: endpoint('sources.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/sources',
      summary: 'Sources with their state, volume and errors',
      tags,
    })
    .input(inWorkspace)
    .output(z.array(SourceRow)),
  create: endpoint('sources.connect')
    .route({
      method: 'POST',
      path: '/w/{workspace}/sources',
      summary: 'A new source with its first key; a secret key is told here only',
      tags,
    })
    .input(inWorkspace.extend(NewSource.shape))
    .output(MadeSource),
  one: endpoint('sources.see')
    .route({ method: 'GET', path: one, summary: 'One source with its state, volume and errors', tags })
    .input(ofSource)
    .output(SourceRow),
  change: endpoint('sources.connect')
    .route({ method: 'PATCH', path: one, summary: 'Rename a source, pause it or say which sites may send', tags })
    .input(ofSource.extend(SourceChange.shape))
    .output(Source),
  remove: endpoint('sources.connect')
    .route({ method: 'DELETE', path: one, summary: 'Remove a source with its keys; its events stay', tags })
    .input(ofSource)
    .output(z.object({})),
  keys: endpoint('sources.connect')
    .route({ method: 'GET', path: `${one}/keys`, summary: 'The keys of a source, newest first', tags })
    .input(ofSource)
    .output(z.array(SourceKey)),
  addKey: endpoint('sources.connect')
    .route({ method: 'POST', path: `${one}/keys`, summary: 'One more key; a secret one is told here only', tags })
    .input(ofSource)
    .output(MadeKey),
  rotateKey: endpoint('sources.connect')
    .route({
      method: 'POST',
      path: `${one}/keys/{key}/rotate`,
      summary: 'Replace a key; the old one still opens for a day',
      tags,
    })
    .input(ofKey)
    .output(MadeKey),
  revokeKey: endpoint('sources.connect')
    .route({ method: 'DELETE', path: `${one}/keys/{key}`, summary: 'End a key at once', tags })
    .input(ofKey)
    .output(z.object({})),
  signing: endpoint('workspace.change')
    .route({ method: 'GET', path: `${one}/signing`, summary: 'The signing secrets of a source, newest first', tags })
    .input(ofSource)
    .output(z.array(Signing)),
  addSigning: endpoint('workspace.change')
    .route({
      method: 'POST',
      path: `${one}/signing`,
      summary: 'A new signing secret, told here only; earlier ones still hold for a day',
      tags,
    })
    .input(ofSource)
    .output(z.object({ signing: Signing, secret: z.string() })),
  endSigning: endpoint('workspace.change')
    .route({ method: 'DELETE', path: `${one}/signing/{signing}`, summary: 'End a signing secret at once', tags })
    .input(ofSource.extend({ signing: z.uuid() }))
    .output(z.object({})),
  events: endpoint('sources.see')
    .route({ method: 'GET', path: `${one}/events`, summary: 'The events that came in last, newest first', tags })
    .input(ofSource.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) }))
    .output(z.array(ReceivedEvent)),
  rejected: endpoint('sources.see')
    .route({
      method: 'GET',
      path: `${one}/rejected`,
      summary: 'Messages of the last 30 days that stayed out, newest first',
      tags,
    })
    .input(
      ofSource.extend({
        offset: z.coerce.number().int().min(0).max(100_000).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ rejected: z.array(RejectedMessage), total: z.number() })),
  stats: endpoint('reports.see')
    .route({ method: 'GET', path: '/w/{workspace}/stats', summary: 'How much there is, up to this moment', tags })
    .input(inWorkspace)
    .output(Stats),
}
