import { serveJobs } from '../../../platform/threads/serve.ts'
import type { Prepared } from '../reading/prepare.ts'
import { prepareAny } from './prepare.ts'

export const jobs = {
  /** Unpacks and recognises a file. */
  async *prepare({ path, folder }: { readonly path: string; readonly folder: string }): AsyncGenerator<Prepared, void> {
    yield await prepareAny(path, folder)
  },
}

serveJobs(jobs)
