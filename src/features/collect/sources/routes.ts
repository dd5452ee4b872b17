import { implement } from '@orpc/server'
import type { Placed } from '../../admin/index.ts'
import { sources as contract } from './contract.ts'
import type { SourceFigures } from './figures.ts'
import type { Sources } from './service.ts'

export type SourceRoutes = {
  readonly sources: Sources
  readonly figures: SourceFigures
}

const on = implement(contract).$context<Placed>()

const showing = ({ sources, figures }: SourceRoutes) => ({
  list: on.list.handler(async ({ input: { workspace } }) =>
    figures.rows(workspace, await sources.ofWorkspace(workspace)),
  ),
  one: on.one.handler(async ({ input: { workspace, source } }) => {
    const found = await sources.one(workspace, source)
    const [row] = await figures.rows(workspace, [found])
    return row ?? Promise.reject(new Error('A source without a row'))
  }),
  events: on.events.handler(async ({ input: { workspace, source, limit } }) =>
    figures.latest(workspace, await sources.one(workspace, source), limit),
  ),
  rejected: on.rejected.handler(async ({ input: { workspace, source, ...page } }) =>
    figures.rejected(workspace, await sources.one(workspace, source), page),
  ),
  stats: on.stats.handler(({ input: { workspace } }) => figures.stats(workspace)),
})

const changing = ({ sources }: SourceRoutes) => ({
  create: on.create.handler(({ input: { workspace, ...made } }) => sources.create(workspace, made)),
  change: on.change.handler(({ input: { workspace, source, ...change } }) => sources.change(workspace, source, change)),
  remove: on.remove.handler(async ({ input: { workspace, source } }) => {
    await sources.remove(workspace, source)
    return {}
  }),
  keys: on.keys.handler(({ input: { workspace, source } }) => sources.keys(workspace, source)),
  addKey: on.addKey.handler(({ input: { workspace, source } }) => sources.addKey(workspace, source)),
  rotateKey: on.rotateKey.handler(({ input: { workspace, source, key } }) => sources.rotateKey(workspace, source, key)),
  signing: on.signing.handler(({ input: { workspace, source } }) => sources.signing(workspace, source)),
  addSigning: on.addSigning.handler(({ input: { workspace, source } }) => sources.addSigning(workspace, source)),
  endSigning: on.endSigning.handler(async ({ input: { workspace, source, signing } }) => {
    await sources.endSigning(workspace, source, signing)
    return {}
  }),
  revokeKey: on.revokeKey.handler(async ({ input: { workspace, source, key } }) => {
    await sources.revokeKey(workspace, source, key)
    return {}
  }),
})

export const sourceRoutes = (routes: SourceRoutes) => on.router({ ...showing(routes), ...changing(routes) })
