import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../../admin/index.ts'
import type { Outcome } from './run.ts'

/** What an import that stores its rows itself gets to work with; everything it stores must carry its `id`. */
export type OwnJob = {
  readonly workspace: Workspace
  readonly id: string
  readonly warehouse: Warehouse
  /** A folder for what has to be written on the way. */
  readonly folder: string
  /** Where rejected rows are written, if there are any. */
  readonly rejectsFile: string
  readonly receivedMs: number
  readonly signal: AbortSignal
  onProgress(share: number): Promise<void>
}

/** An import by another feature: it takes its turn, has a record and is taken back like all others. */
export type OwnImport = {
  readonly fileName: string
  readonly run: (job: OwnJob) => Promise<Outcome>
  readonly afterwards?: () => Promise<void>
}
