import { describe } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { during } from '../../../../test/engines/during.ts'
import { facetLimitsContract, facetsContract } from './facets.contract.ts'

describe('in the process', () => {
  const warehouse = during(temporaryWarehouse)
  facetsContract(warehouse)
  facetLimitsContract(warehouse)
})
