import { describe } from 'vitest'
import { temporaryWarehouse } from '../../../test/engines/chdb.ts'
import { during } from '../../../test/engines/during.ts'
import { peopleContract } from './people.contract.ts'

describe('in the process', () => peopleContract(during(temporaryWarehouse)))
