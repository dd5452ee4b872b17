import { faultsOf } from '../../kernel/fault.ts'

export const insightsFault = faultsOf({
  'event.unknown': { status: 400, title: 'There is no event of this name' },
})
