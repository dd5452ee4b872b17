import { implement } from '@orpc/server'
import type { Caller, Placed } from '../../admin/index.ts'
import { channels as contract } from './contract.ts'
import type { Channels } from './service.ts'

export type ChannelRouteDeps = { readonly channels: Channels }

const on = implement(contract).$context<Placed>()

const nameOf = (caller: Caller): string => (caller.kind === 'user' ? caller.user.id : caller.kind)

export const channelRoutes = ({ channels }: ChannelRouteDeps) =>
  on.router({
    book: on.book.handler(({ input: { workspace } }) => channels.book(workspace)),
    preview: on.preview.handler(({ input: { workspace, rules } }) => channels.preview(workspace, rules)),
    save: on.save.handler(({ context, input: { workspace, rules, version } }) =>
      channels.save(workspace, { rules, version, by: nameOf(context.caller) }),
    ),
    again: on.again.handler(({ input: { workspace } }) => channels.again(workspace)),
  })
