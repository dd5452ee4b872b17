import { faultsOf } from '../../kernel/fault.ts'

export const adminFault = faultsOf({
  'invitation.invalid': { status: 404, title: 'This invitation is not valid any more; ask for a new one' },
  'invitation.other': { status: 403, title: 'This invitation is for another e-mail address' },
  'member.exists': { status: 409, title: 'This person is a member already' },
  'owner.last': { status: 409, title: 'A workspace needs at least one owner' },
})
