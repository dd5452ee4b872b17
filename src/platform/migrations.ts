import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type MigrationFile = { readonly name: string; readonly text: string; readonly checksum: string }

/** The migrations of all features below the repository's root, in the order of their one number line. */
export function migrationFiles(root: string, suffix: '.ch.sql' | '.pg.sql'): MigrationFile[] {
  const features = join(root, 'src', 'features')
  const files = readdirSync(features)
    .map((feature) => join(features, feature, 'migrations'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => ({ name, path: join(folder, name) })))
    .filter(({ name }) => /^\d{4}_\w+\./.test(name) && name.endsWith(suffix))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const twice = files.find(({ name }, i) => files[i + 1]?.name.slice(0, 4) === name.slice(0, 4))
  if (twice) throw new Error(`Two migrations have the number ${twice.name.slice(0, 4)}`)
  return files.map(({ name, path }) => migrationFile(name, readFileSync(path, 'utf8')))
}

/** The checksum does not depend on the line ends that git gives the file. */
export function migrationFile(name: string, content: string): MigrationFile {
  const text = content.replaceAll('\r\n', '\n')
  return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
}
