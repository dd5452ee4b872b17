import { faultsOf } from '../../kernel/fault.ts'

export const adminFault = faultsOf({
  'invitation.invalid': { status: 404, title: 'This invitation is not valid any more; ask for a new one' },
  'invitation.other': { status: 403, title: 'This invitation is for another e-mail address' },
  'member.exists': { status: 409, title: 'This person is a member already' },
  'setup.code': { status: 403, title: 'The first account needs the setup code that the start of the server printed' },
  'password.common': { status: 400, title: 'This password is easy to guess' },
  'password.personal': { status: 400, title: 'This password is hardly more than your name, your address or ours' },
  'password.long': { status: 400, title: 'This password is too long' },
  'owner.last': { status: 409, title: 'A workspace needs at least one owner' },
})
