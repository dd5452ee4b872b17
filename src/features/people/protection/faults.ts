import { faultsOf } from '../../../kernel/fault.ts'

export const protectionFault = faultsOf({
  'erasure.unconfirmed': { status: 400, title: 'Type the word to confirm that everything about this person is erased' },
  'erasure.unfinished': {
    status: 503,
    title: 'The erasure is recorded and not finished yet; it goes on by itself until it is done',
  },
  'request.many': { status: 429, title: 'There are several open requests already; we answer them first' },
  'request.closed': { status: 409, title: 'This request was closed already' },
})
