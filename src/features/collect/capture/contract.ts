import { z } from 'zod'
import { endpoint } from '../../../platform/http/endpoint.ts'
import {
  Delivery,
  Device,
  DeviceConfig,
  DeviceSettings,
  MadeDevice,
  NewDevice,
  NewTally,
  Receipt,
  Stated,
  StatedQuestion,
  Tally,
  Tile,
  TileChange,
} from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofDevice = inWorkspace.extend({ device: z.uuid() })
const withKey = z.object({ key: z.string().min(20).max(100) })
const tags = ['Capture']

/** Devices at the till speak with the key of their link; everything else belongs to a workspace. */
export const capture = {
  config: endpoint('device-key')
    .route({ method: 'POST', path: '/capture/config', summary: 'What a device at the till shows', tags })
    .input(withKey.extend({ waiting: z.number().int().min(0).max(1_000_000).default(0) }))
    .output(DeviceConfig),
  deliver: endpoint('device-key')
    .route({ method: 'POST', path: '/capture/messages', summary: 'Answers and notes of a device', tags })
    .input(withKey.extend(Delivery.shape))
    .output(Receipt),
  note: endpoint('capture.run')
    .route({ method: 'POST', path: '/w/{workspace}/capture/messages', summary: 'Notes of a signed-in person', tags })
    .input(inWorkspace.extend(Delivery.shape))
    .output(Receipt),
  devices: endpoint('sources.see')
    .route({ method: 'GET', path: '/w/{workspace}/capture/devices', summary: 'Devices at the till', tags })
    .input(inWorkspace)
    .output(z.array(Device)),
  addDevice: endpoint('capture.run')
    .route({
      method: 'POST',
      path: '/w/{workspace}/capture/devices',
      summary: 'Add a device; its key is told only here',
      tags,
    })
    .input(inWorkspace.extend(NewDevice.shape))
    .output(MadeDevice),
  changeDevice: endpoint('capture.run')
    .route({ method: 'PUT', path: '/w/{workspace}/capture/devices/{device}', summary: 'Change a device', tags })
    .input(ofDevice.extend(DeviceSettings.shape))
    .output(Device),
  replaceKey: endpoint('capture.run')
    .route({
      method: 'POST',
      path: '/w/{workspace}/capture/devices/{device}/key',
      summary: 'Give a device a new link; the old one opens nothing any more',
      tags,
    })
    .input(ofDevice)
    .output(MadeDevice),
  revokeDevice: endpoint('capture.run')
    .route({ method: 'DELETE', path: '/w/{workspace}/capture/devices/{device}', summary: 'Revoke a device', tags })
    .input(ofDevice),
  tiles: endpoint('sources.see')
    .route({ method: 'GET', path: '/w/{workspace}/capture/tiles', summary: 'The tiles, archived ones too', tags })
    .input(inWorkspace)
    .output(z.array(Tile)),
  saveTiles: endpoint('capture.run')
    .route({ method: 'PUT', path: '/w/{workspace}/capture/tiles', summary: 'Change tiles and their order', tags })
    .input(inWorkspace.extend({ tiles: z.array(TileChange).max(60) }))
    .output(z.array(Tile)),
  tallies: endpoint('sources.see')
    .route({ method: 'GET', path: '/w/{workspace}/capture/tallies', summary: 'Tallies that were kept on paper', tags })
    .input(inWorkspace)
    .output(z.array(Tally)),
  addTally: endpoint('capture.run')
    .route({ method: 'POST', path: '/w/{workspace}/capture/tallies', summary: 'Enter a tally from paper', tags })
    .input(inWorkspace.extend(NewTally.shape))
    .output(Tally),
  withdrawTally: endpoint('capture.run')
    .route({
      method: 'DELETE',
      path: '/w/{workspace}/capture/tallies/{tally}',
      summary: 'Take back a tally with its answers',
      tags,
    })
    .input(inWorkspace.extend({ tally: z.uuid() })),
  stated: endpoint('reports.see')
    .route({
      method: 'POST',
      path: '/w/{workspace}/reports/stated',
      summary: 'What customers say brought them, beside what was measured',
      tags,
    })
    .input(inWorkspace.extend(StatedQuestion.shape))
    .output(Stated),
}
