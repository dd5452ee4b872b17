import { describe } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { during } from '../../../../test/engines/during.ts'
import { compileContract } from './compile.contract.ts'

describe('in the process', () => compileContract(during(temporaryWarehouse)))
