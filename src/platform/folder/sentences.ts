import { join } from 'node:path'
import type { Fault } from '../../kernel/fault.ts'
import { folderFault } from './faults.ts'
import type { Place, StoreName } from './identity.ts'

type Where = { readonly data: string; readonly places: Readonly<Record<StoreName, Place>> }

const stores = {
  postgres: { server: 'PostgreSQL server at DATABASE_URL', holds: 'accounts, journeys and settings' },
  warehouse: { server: 'ClickHouse server at CLICKHOUSE_URL', holds: 'events' },
} as const

const adopt = 'npm run -s fernweh -- adopt'
const wayOut = `Put it back from a copy, or go on with what is there: ${adopt}`

const empty = (store: StoreName, { data, places }: Where): string =>
  places[store] === 'built in'
    ? `The folder ${join(data, store)} with the ${stores[store].holds} is missing or was emptied.`
    : `The ${stores[store].server} is empty, but the data folder ${data} belongs to one with ${stores[store].holds}.`

const foreign = (store: StoreName, { data, places }: Where): string =>
  places[store] === 'built in'
    ? `The folder ${join(data, store)} belongs to another data folder, or its mark is damaged.`
    : `The ${stores[store].server} belongs to another data folder than ${data}.`

/** A store that is gone, or that is another one's. */
export const storeFault = (store: StoreName, problem: 'empty' | 'foreign', where: Where): Fault =>
  problem === 'empty'
    ? folderFault('folder.incomplete', `${empty(store, where)} ${wayOut}`)
    : folderFault('folder.foreign', `${foreign(store, where)} ${wayOut}`)

export const tablesFault = (tables: readonly string[], { data }: Where): Fault =>
  folderFault('folder.incomplete', `The events of ${data} lack the tables ${tables.join(', ')}. ${wayOut}`)

/** A built-in store that its engine cannot open. */
export function brokenFault(store: StoreName, { data }: Where, problem: unknown): Fault {
  const folder = join(data, store)
  // The engine of the warehouse says why on standard error only.
  const reason =
    store === 'warehouse' ? 'its engine says why above' : problem instanceof Error ? problem.message : String(problem)
  return folderFault(
    'folder.damaged',
    `The folder ${folder} with the ${stores[store].holds} is damaged and cannot be opened: ${reason}. ` +
      `Put it back from a copy; or move it away and go on without it: ${adopt}`,
  )
}
