import { describe } from 'vitest'
import { captureContract } from '../../src/features/collect/capture/capture.contract.ts'
import { recountContract } from '../../src/features/collect/channels/recount.contract.ts'
import { facetsContract } from '../../src/features/collect/facets/facets.contract.ts'
import { sourceFiguresContract } from '../../src/features/collect/sources/figures.contract.ts'
import { tillsContract } from '../../src/features/collect/tills/tills.contract.ts'
import { refusalContract } from '../../src/features/people/consent/refusal.contract.ts'
import { contactImportContract } from '../../src/features/people/contacts/import.contract.ts'
import { contactWorld } from '../../src/features/people/contacts/testing/world.ts'
import { duplicatesContract } from '../../src/features/people/duplicates/duplicates.contract.ts'
import { peopleContract } from '../../src/features/people/people.contract.ts'
import { eraseContract } from '../../src/features/people/protection/erase.contract.ts'
import { compileContract } from '../../src/features/people/segments/compile.contract.ts'
import { segmentsContract } from '../../src/features/people/segments/segments.contract.ts'
import { during } from '../engines/during.ts'
import { temporaryProduct } from '../engines/product.ts'
import { onServers, onShards } from './servers.ts'

onServers('people', ({ warehouse, open, directory }) => {
  describe('erasure', () => eraseContract({ open, servers: directory }))
  describe('lists and profiles', () => peopleContract(warehouse))
})

onShards('people', ({ warehouse, open }) => {
  describe('rules', () => compileContract(warehouse, 1))
  describe('properties', () => facetsContract(warehouse, 1))
  describe('in the product', () => {
    const product = during(async () => temporaryProduct(await open()))
    segmentsContract(product)
    refusalContract(product)
    sourceFiguresContract(product)
  })
  describe('files and devices', () => {
    const world = during(() => contactWorld(open))
    contactImportContract(world)
    duplicatesContract(world)
    captureContract(() => world().base)
    tillsContract(() => world().base)
    recountContract(() => world().base)
  })
})
