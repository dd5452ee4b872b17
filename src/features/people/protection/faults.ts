import { faultsOf } from '../../../kernel/fault.ts'

export const protectionFault = faultsOf({
  'erasure.unconfirmed': { status: 400, title: 'Type the word to confirm that everything about this person is erased' },
  'request.many': { status: 429, title: 'There are several open requests already; we answer them first' },
  'request.closed': { status: 409, title: 'This request was closed already' },
})
