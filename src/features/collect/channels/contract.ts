import { z } from 'zod'
import { Version } from '../../../kernel/words.ts'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { ChannelBook, ChannelPreview, ChannelRules } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const tags = ['Channels']
const path = '/w/{workspace}/channel-rules' as const

export const channels = {
  book: endpoint('sources.see')
    .route({ method: 'GET', path, summary: 'The channel rules and how far past events follow them', tags })
    .input(inWorkspace)
    .output(ChannelBook),
  preview: endpoint('channels.edit')
    .route({ method: 'POST', path: `${path}/preview`, summary: 'What other channel rules would change', tags })
    .input(inWorkspace.extend({ rules: ChannelRules }))
    .output(ChannelPreview),
  save: endpoint('channels.edit')
    .route({ method: 'PUT', path, summary: 'Change the channel rules; past events follow', tags })
    .input(inWorkspace.extend({ rules: ChannelRules, version: Version }))
    .output(ChannelBook),
  again: endpoint('channels.edit')
    .route({
      method: 'POST',
      path: `${path}/recount`,
      summary: 'Let past events follow once more after a failure',
      tags,
    })
    .input(inWorkspace)
    .output(ChannelBook),
}
