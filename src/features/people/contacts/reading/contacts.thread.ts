import { serveJobs } from '../../../../platform/threads/serve.ts'
import type { TextRow } from '../../../collect/reading/index.ts'
import { openContacts } from './file.ts'
import type { ContactFile } from './form.ts'

type Place = { readonly path: string; readonly folder: string }

export const jobs = {
  /** What a file is, without its rows. */
  async *describe({ path, folder }: Place): AsyncGenerator<Omit<ContactFile, 'rows'>, void> {
    const { rows: _, ...file } = await openContacts(path, folder)
    yield file
  },
  /** Its rows, with how many bytes of it have been read. */
  async *rows({ path, folder }: Place): AsyncGenerator<{ bytes: number; rows: readonly TextRow[] }, void> {
    const file = await openContacts(path, folder)
    let bytes = 0
    const hear = (read: number) => {
      bytes = read
    }
    for await (const rows of file.rows(hear)) if (rows.length > 0) yield { bytes, rows }
  },
}

serveJobs(jobs)
