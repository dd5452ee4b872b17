import { describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../../../../test/engines/chdb.ts'
import { during } from '../../../../test/engines/during.ts'
import { temporaryProduct } from '../../../../test/engines/product.ts'
import { identifiersIn } from './lists.ts'
import { segmentsContract } from './segments.contract.ts'

describe('in the process', () => segmentsContract(during(async () => temporaryProduct(await temporaryWarehouse()))))

test('identifiers stand on lines or between commas', () => {
  expect(identifiersIn(' a@b.example\r\n"c";d,\n\na@b.example\t')).toEqual(['a@b.example', 'c', 'd'])
})
