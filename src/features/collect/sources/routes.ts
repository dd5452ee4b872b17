import { implement } from '@orpc/server'
import type { CallerContext, InWorkspace } from '../../admin/index.ts'
import { sources as contract } from './contract.ts'
import type { SourceFigures } from './figures.ts'
import type { Sources } from './service.ts'

export type SourceRoutes = {
  readonly sources: Sources
  readonly figures: SourceFigures
  readonly inWorkspace: InWorkspace
}

const on = implement(contract).$context<CallerContext>()

const showing = ({ sources, figures, inWorkspace }: SourceRoutes) => ({
  list: on.list.handler(async ({ context, input: { workspace } }) => {
    await inWorkspace(context.caller, workspace, 'view')
    return figures.rows(workspace, await sources.ofWorkspace(workspace))
  }),
  one: on.one.handler(async ({ context, input: { workspace, source } }) => {
    await inWorkspace(context.caller, workspace, 'view')
    const found = await sources.one(workspace, source)
    const [row] = await figures.rows(workspace, [found])
    return row ?? Promise.reject(new Error('A source without a row'))
  }),
  events: on.events.handler(async ({ context, input: { workspace, source, limit } }) => {
    await inWorkspace(context.caller, workspace, 'view')
    return figures.latest(workspace, await sources.one(workspace, source), limit)
  }),
  rejected: on.rejected.handler(async ({ context, input: { workspace, source, ...page } }) => {
    await inWorkspace(context.caller, workspace, 'view')
    return figures.rejected(workspace, await sources.one(workspace, source), page)
  }),
  stats: on.stats.handler(async ({ context, input: { workspace } }) => {
    await inWorkspace(context.caller, workspace, 'view')
    return figures.stats(workspace)
  }),
})

const changing = ({ sources, inWorkspace }: SourceRoutes) => ({
  create: on.create.handler(async ({ context, input: { workspace, ...made } }) => {
    await inWorkspace(context.caller, workspace, 'edit')
    return sources.create(workspace, made)
  }),
  change: on.change.handler(async ({ context, input: { workspace, source, ...change } }) => {
    await inWorkspace(context.caller, workspace, 'edit')
    return sources.change(workspace, source, change)
  }),
  remove: on.remove.handler(async ({ context, input: { workspace, source } }) => {
    await inWorkspace(context.caller, workspace, 'edit')
    await sources.remove(workspace, source)
    return {}
  }),
  keys: on.keys.handler(async ({ context, input: { workspace, source } }) => {
    await inWorkspace(context.caller, workspace, 'edit')
    return sources.keys(workspace, source)
  }),
  addKey: on.addKey.handler(async ({ context, input: { workspace, source } }) => {
    await inWorkspace(context.caller, workspace, 'edit')
    return sources.addKey(workspace, source)
  }),
  rotateKey: on.rotateKey.handler(async ({ context, input: { workspace, source, key } }) => {
    await inWorkspace(context.caller, workspace, 'edit')
    return sources.rotateKey(workspace, source, key)
  }),
  signing: on.signing.handler(async ({ context, input: { workspace, source } }) => {
    await inWorkspace(context.caller, workspace, 'own')
    return sources.signing(workspace, source)
  }),
  addSigning: on.addSigning.handler(async ({ context, input: { workspace, source } }) => {
    await inWorkspace(context.caller, workspace, 'own')
    return sources.addSigning(workspace, source)
  }),
  endSigning: on.endSigning.handler(async ({ context, input: { workspace, source, signing } }) => {
    await inWorkspace(context.caller, workspace, 'own')
    await sources.endSigning(workspace, source, signing)
    return {}
  }),
  revokeKey: on.revokeKey.handler(async ({ context, input: { workspace, source, key } }) => {
    await inWorkspace(context.caller, workspace, 'edit')
    await sources.revokeKey(workspace, source, key)
    return {}
  }),
})

export const sourceRoutes = (routes: SourceRoutes) => on.router({ ...showing(routes), ...changing(routes) })
