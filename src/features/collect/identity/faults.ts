import { faultsOf } from '../../../kernel/fault.ts'

export const identityFault = faultsOf({
  'identity.same': { status: 409, title: 'These are one person already' },
  'identity.alone': { status: 409, title: 'This identifier is not tied to others' },
  'identity.full': { status: 409, title: 'Together these people have more than 1,000 identifiers' },
  'identity.done': { status: 409, title: 'This was undone already, or cannot be undone' },
})
