import { describe } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { during } from '../../../../test/engines/during.ts'
import { brokenRecountContract, recountContract } from './recount.contract.ts'

describe('in the process', () => {
  const stores = during(() => temporaryCollect())
  recountContract(stores)
  brokenRecountContract(stores)
})
