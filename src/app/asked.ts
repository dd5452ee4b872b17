import type { Client } from './desk.ts'
import { type Flags, WrongUse } from './usage.ts'

/** What a command of the command line has to work with. */
export type Asked = {
  readonly client: Client
  readonly data: string
  readonly flags: Flags
  readonly words: readonly string[]
  print(text: string): void
  progress(text: string): void
}

export const json = (value: unknown): string => JSON.stringify(value)

/** The workspace named by `--workspace` (name or id), else the only one, else a new one called `default`. */
export async function workspaceOf({ client, flags }: Asked): Promise<string> {
  const me = await client.admin.me()
  const all = me.state === 'signed-in' ? me.workspaces : []
  if (flags.workspace) {
    const found = all.filter(({ id, name }) => id === flags.workspace || name === flags.workspace)
    if (found.length === 1 && found[0]) return found[0].id
    if (found.length > 1) throw new WrongUse(`Several workspaces are called "${flags.workspace}": give the id instead.`)
    throw new WrongUse(
      `There is no workspace "${flags.workspace}". There are: ${all.map(({ name }) => name).join(', ') || 'none'}.`,
    )
  }
  if (all.length > 1) {
    throw new WrongUse(`Which workspace? Say --workspace with one of: ${all.map(({ name }) => name).join(', ')}.`)
  }
  if (all[0]) return all[0].id
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
  const made = await client.admin.createWorkspace({ name: 'default', timeZone: zone, currency: 'EUR', language: 'en' })
  return made.id
}
