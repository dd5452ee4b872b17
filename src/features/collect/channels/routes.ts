import { implement } from '@orpc/server'
import type { Caller, CallerContext, InWorkspace } from '../../admin/index.ts'
import { channels as contract } from './contract.ts'
import type { Channels } from './service.ts'

export type ChannelRouteDeps = { readonly channels: Channels; readonly inWorkspace: InWorkspace }

const on = implement(contract).$context<CallerContext>()

const nameOf = (caller: Caller): string => (caller.kind === 'user' ? caller.user.id : caller.kind)

export const channelRoutes = ({ channels, inWorkspace }: ChannelRouteDeps) =>
  on.router({
    book: on.book.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return channels.book(workspace)
    }),
    preview: on.preview.handler(async ({ context, input: { workspace, rules } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return channels.preview(workspace, rules)
    }),
    save: on.save.handler(async ({ context, input: { workspace, rules, version } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return channels.save(workspace, { rules, version, by: nameOf(context.caller) })
    }),
    again: on.again.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return channels.again(workspace)
    }),
  })
