import { faultsOf } from '../../../kernel/fault.ts'

export const intakeFault = faultsOf({
  'intake.overloaded': { status: 429, title: 'Too much arrives at once; send it again in a moment' },
  'intake.failing': { status: 503, title: 'The events cannot be kept at the moment; send them again' },
  'intake.full': { status: 503, title: 'The database takes no events, and no more can wait' },
  'intake.closed': { status: 503, title: 'The server is stopping; send it again in a moment' },
})
