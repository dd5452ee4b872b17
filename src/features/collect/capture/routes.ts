import { implement } from '@orpc/server'
import type { CallerContext, InWorkspace } from '../../admin/index.ts'
import { capture } from './contract.ts'
import type { Capture } from './service.ts'

const on = implement(capture).$context<CallerContext>()

export const captureRoutes = (service: Capture, inWorkspace: InWorkspace) =>
  on.router({
    config: on.config.handler(({ input: { key, waiting } }) => service.config(key, waiting)),
    deliver: on.deliver.handler(({ input: { key, ...delivery } }) => service.deliver(key, delivery)),
    note: on.note.handler(async ({ context, input: { workspace, ...delivery } }) =>
      service.note(await inWorkspace(context.caller, workspace, 'edit'), delivery),
    ),
    devices: on.devices.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return service.devices(workspace)
    }),
    addDevice: on.addDevice.handler(async ({ context, input: { workspace, ...device } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return service.addDevice(workspace, device)
    }),
    changeDevice: on.changeDevice.handler(async ({ context, input: { workspace, device, ...settings } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return service.changeDevice(workspace, device, settings)
    }),
    replaceKey: on.replaceKey.handler(async ({ context, input: { workspace, device } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return service.replaceKey(workspace, device)
    }),
    revokeDevice: on.revokeDevice.handler(async ({ context, input: { workspace, device } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      await service.revokeDevice(workspace, device)
    }),
    tiles: on.tiles.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return [...(await service.tiles(workspace))]
    }),
    saveTiles: on.saveTiles.handler(async ({ context, input: { workspace, tiles } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      return [...(await service.saveTiles(workspace, tiles))]
    }),
    tallies: on.tallies.handler(async ({ context, input: { workspace } }) => {
      await inWorkspace(context.caller, workspace, 'view')
      return service.tallies(workspace)
    }),
    addTally: on.addTally.handler(async ({ context, input: { workspace, ...tally } }) =>
      service.addTally(await inWorkspace(context.caller, workspace, 'edit'), tally),
    ),
    withdrawTally: on.withdrawTally.handler(async ({ context, input: { workspace, tally } }) => {
      await inWorkspace(context.caller, workspace, 'edit')
      await service.withdrawTally(workspace, tally)
    }),
    stated: on.stated.handler(async ({ context, input: { workspace, ...question } }) =>
      service.stated(await inWorkspace(context.caller, workspace, 'view'), question),
    ),
  })
