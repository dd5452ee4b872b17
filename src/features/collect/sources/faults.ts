import { faultsOf } from '../../../kernel/fault.ts'

export const sourceFault = faultsOf({
  'source.missing': { status: 404, title: 'There is no such source' },
  'key.missing': { status: 404, title: 'There is no such key' },
  'signing.missing': { status: 404, title: 'There is no such signing secret' },
  'signing.needless': { status: 422, title: 'A source with secret keys needs no signing' },
  'key.last': { status: 409, title: 'A source needs at least one key' },
})
