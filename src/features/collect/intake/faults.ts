import { faultsOf } from '../../../kernel/fault.ts'

export const intakeFault = faultsOf({
  'intake.overloaded': { status: 429, title: 'Too much arrives at once; send it again in a moment' },
  'intake.closed': { status: 503, title: 'The server is stopping; send it again in a moment' },
})
