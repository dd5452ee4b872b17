import { describe } from 'vitest'
import { during } from '../../../../test/engines/during.ts'
import { contactWorld } from '../contacts/testing/world.ts'
import { decidedPairsContract, duplicatesContract } from './duplicates.contract.ts'

describe('in the process', () => {
  const world = during(() => contactWorld())
  duplicatesContract(world)
  decidedPairsContract(world)
})
