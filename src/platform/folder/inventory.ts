import { join } from 'node:path'
import { z } from 'zod'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { type Identity, Loss, textOf, writeWhole } from './identity.ts'
import { lossesOf, partsAside, partsThere } from './parts.ts'

const Inventory = z.array(Loss)
const fileOf = (data: string) => join(data, 'inventory.json')

function readInventory(data: string): readonly Loss[] {
  try {
    return Inventory.parse(JSON.parse(textOf(fileOf(data)) ?? '[]'))
  } catch {
    return []
  }
}

/** Writes down which parts of the tables there are; servers keep their own books. */
export async function writeInventory(data: string, warehouse: Warehouse): Promise<void> {
  if (warehouse.kind === 'chdb') writeWhole(fileOf(data), JSON.stringify(await partsThere(warehouse)))
}

/** What of the warehouse is gone since the inventory, or was put aside by its engine. */
export async function takeStock(
  data: string,
  warehouse: Warehouse,
  identity: Pick<Identity, 'lost' | 'accepted'>,
): Promise<Loss[]> {
  const before = warehouse.kind === 'chdb' ? readInventory(data) : []
  return lossesOf({ before, there: await partsThere(warehouse), aside: await partsAside(warehouse) }, identity)
}
