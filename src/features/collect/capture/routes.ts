import { implement } from '@orpc/server'
import type { CallerContext, Placed } from '../../admin/index.ts'
import { capture } from './contract.ts'
import type { Capture } from './service.ts'

const open = implement(capture).$context<CallerContext>()
const on = implement(capture).$context<Placed>()

export const captureRoutes = (service: Capture) =>
  on.router({
    config: open.config.handler(({ input: { key, waiting } }) => service.config(key, waiting)),
    deliver: open.deliver.handler(({ input: { key, ...delivery } }) => service.deliver(key, delivery)),
    note: on.note.handler(async ({ context, input: { workspace: _, ...delivery } }) =>
      service.note(context.workspace, delivery),
    ),
    devices: on.devices.handler(({ input: { workspace } }) => service.devices(workspace)),
    addDevice: on.addDevice.handler(({ input: { workspace, ...device } }) => service.addDevice(workspace, device)),
    changeDevice: on.changeDevice.handler(({ input: { workspace, device, ...settings } }) =>
      service.changeDevice(workspace, device, settings),
    ),
    replaceKey: on.replaceKey.handler(({ input: { workspace, device } }) => service.replaceKey(workspace, device)),
    revokeDevice: on.revokeDevice.handler(async ({ input: { workspace, device } }) => {
      await service.revokeDevice(workspace, device)
    }),
    tiles: on.tiles.handler(async ({ input: { workspace } }) => [...(await service.tiles(workspace))]),
    saveTiles: on.saveTiles.handler(async ({ input: { workspace, tiles } }) => [
      ...(await service.saveTiles(workspace, tiles)),
    ]),
    tallies: on.tallies.handler(({ input: { workspace } }) => service.tallies(workspace)),
    addTally: on.addTally.handler(async ({ context, input: { workspace: _, ...tally } }) =>
      service.addTally(context.workspace, tally),
    ),
    withdrawTally: on.withdrawTally.handler(async ({ input: { workspace, tally } }) => {
      await service.withdrawTally(workspace, tally)
    }),
    stated: on.stated.handler(async ({ context, input: { workspace: _, ...question } }) =>
      service.stated(context.workspace, question),
    ),
  })
