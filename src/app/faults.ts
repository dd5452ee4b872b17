import { faultsOf } from '../kernel/fault.ts'

/** Reasons not to start. */
export const startFault = faultsOf({
  'data.taken': { status: 500, title: 'The data is open elsewhere' },
  'data.full': { status: 500, title: 'The disk is full' },
})
