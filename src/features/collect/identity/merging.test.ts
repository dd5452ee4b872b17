import { afterAll, beforeAll, describe } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { mergingContract } from './merging.contract.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await temporaryWarehouse()
})
afterAll(() => warehouse.close())

describe('in the process', () => mergingContract(() => warehouse))
