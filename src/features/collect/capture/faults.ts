import { faultsOf } from '../../../kernel/fault.ts'

export const captureFault = faultsOf({
  'device.unknown': { status: 404, title: 'This link opens nothing any more' },
  'device.missing': { status: 404, title: 'There is no such device' },
  'capture.paused': { status: 409, title: 'Collecting is paused' },
  'tiles.count': { status: 422, title: 'Between 6 and 9 tiles are shown' },
  'tiles.unknown': { status: 422, title: 'A tile is not known here' },
  'tally.empty': { status: 422, title: 'This tally counts nothing' },
  'tally.missing': { status: 404, title: 'There is no such tally' },
  'tally.future': { status: 422, title: 'This day has not come yet' },
})
