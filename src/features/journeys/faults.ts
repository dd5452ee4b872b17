import { faultsOf } from '../../kernel/fault.ts'

export const journeyFault = faultsOf({
  'journey.invalid': { status: 422, title: 'This journey does not hold together' },
  'model.missing': { status: 422, title: 'There is no such phase model' },
})
