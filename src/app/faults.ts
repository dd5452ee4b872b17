import { faultsOf } from '../kernel/fault.ts'

/** Reasons not to start, or not to go on. */
export const startFault = faultsOf({
  'data.taken': { status: 500, title: 'The data is open elsewhere' },
  'server.gone': { status: 503, title: 'The server ended' },
  'data.full': { status: 500, title: 'The disk is full' },
})
