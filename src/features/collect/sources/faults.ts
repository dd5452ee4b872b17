import { faultsOf } from '../../../kernel/fault.ts'

export const sourceFault = faultsOf({
  'source.missing': { status: 404, title: 'There is no such source' },
  'key.missing': { status: 404, title: 'There is no such key' },
  'key.last': { status: 409, title: 'A source needs at least one key' },
})
