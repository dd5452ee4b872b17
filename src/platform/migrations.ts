import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type MigrationFile = {
  /** The file's name without its suffix, such as `0001_accounts`. */
  readonly name: string
  readonly number: number
  readonly text: string
  readonly checksum: string
}

type Found = { readonly number: number; readonly name: string; readonly path: string }

function filesOf(folder: string): Found[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => {
      const number = Number(/^(\d{4})_\w+\.(pg|ch)\.sql$/.exec(name)?.[1] ?? Number.NaN)
      if (Number.isNaN(number)) throw new Error(`${name} is not named like 0001_accounts.pg.sql or 0010_events.ch.sql`)
      return { number, name, path: join(folder, name) }
    })
}

/** The migrations of all features for one engine, in the order of their numbers, which no two files may share. */
export function migrationFiles(root: string, suffix: '.pg.sql' | '.ch.sql'): MigrationFile[] {
  const features = join(root, 'src/features')
  const all = readdirSync(features)
    .flatMap((feature) => filesOf(join(features, feature, 'migrations')))
    .sort((a, b) => a.number - b.number)
  all.forEach((file, i) => {
    const before = all[i - 1]
    if (before?.number === file.number) throw new Error(`${before.name} and ${file.name} have the same number`)
  })
  return all
    .filter((file) => file.name.endsWith(suffix))
    .map(({ name, number, path }) => {
      const text = readFileSync(path, 'utf8')
      const checksum = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
      return { name: name.slice(0, -suffix.length), number, text, checksum }
    })
}
