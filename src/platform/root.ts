import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with package.json and package-lock.json, found from the sources as well as from the bundle. */
export function repositoryRoot(from: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(from))
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error('The folder of Fernweh (with package-lock.json) was not found')
    folder = above
  }
  return folder
}
