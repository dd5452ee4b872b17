import { faultsOf } from '../../../kernel/fault.ts'

export const segmentFault = faultsOf({
  'segment.circular': { status: 422, title: 'A segment cannot mean itself' },
  'segment.deep': { status: 422, title: 'Too many segments lie behind each other' },
  'segment.unknown': { status: 422, title: 'The rule names a segment that does not exist' },
  'segment.large': { status: 422, title: 'The rule is too large' },
  'segment.used': { status: 409, title: 'Other segments are built on this one' },
  'segment.kind': { status: 409, title: 'Only lists are kept by hand, and only rules have a rule' },
})
