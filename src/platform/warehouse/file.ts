import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import { quoted } from './parameters.ts'
import { raw, type Sql } from './sql.ts'
import type { EngineFile } from './warehouse.ts'

/** A table expression for a local file. A path in which the engine would see a pattern is reached by a link. */
export async function fileTable(file: EngineFile): Promise<{ table: Sql; release: () => Promise<void> }> {
  const path = resolve(file.path)
  if (/^[\w./ -]+$/.test(path)) return { table: expression(file, path), release: async () => {} }
  const directory = await mkdtemp(join(tmpdir(), 'fernweh-file-'))
  const link = join(directory, `file${/^(\.\w+)?$/.test(extname(basename(path))) ? extname(path) : ''}`)
  await symlink(path, link)
  return { table: expression(file, link), release: () => rm(directory, { recursive: true, force: true }) }
}

const expression = (file: EngineFile, path: string): Sql =>
  raw(
    `file(${[path, file.format, file.structure ?? 'auto', file.compression ?? 'auto'].map((one) => quoted(one)).join(', ')})`,
  )
