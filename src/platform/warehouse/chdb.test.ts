import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { openWarehouse } from './open.ts'
import { warehouseContract } from './warehouse.contract.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fernweh-chdb-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

describe('the in-process engine', () => warehouseContract(() => openWarehouse({ dataDirectory: directory })))
