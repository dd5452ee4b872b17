import { basename, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Import } from '../features/collect/schema.ts'
import type { ContactCounts } from '../features/people/contacts/schema.ts'
import { type Asked, json, workspaceOf } from './asked.ts'
import { WrongUse } from './usage.ts'

const told = ({ read, added, updated, unchanged, rejected }: ContactCounts): string =>
  `${read} read: ${added} new, ${updated} changed, ${unchanged} unchanged, ${rejected} rejected.`

const ended: readonly Import['state'][] = ['done', 'failed', 'interrupted', 'undone']

async function importContacts(asked: Asked): Promise<void> {
  const [file] = asked.words
  if (!file) throw new WrongUse('Which file? fernweh contacts import FILE [--mapping NAME] [--dry-run]')
  const workspace = await workspaceOf(asked)
  const { contacts } = asked.client.people
  const input = { workspace, path: resolve(file), mapping: asked.flags.mapping }
  if (asked.flags['dry-run']) {
    const result = await contacts.tryLocal(input)
    const lines = result.rejects.map(({ line, field, reason, value }) =>
      `  line ${line}: ${reason} ${field} ${value}`.trimEnd(),
    )
    return asked.print(asked.flags.json ? json(result) : [told(result), ...lines].join('\n'))
  }
  let one = await contacts.local(input)
  while (!ended.includes(one.state)) {
    asked.progress(`${one.state} ${Math.round(one.progress * 100)} %`)
    await pause(150)
    one = await asked.client.collect.import({ workspace, import: one.id })
  }
  asked.progress('')
  if (one.state !== 'done') throw new WrongUse(one.problem ?? `The import ended ${one.state}.`)
  const [result] = await contacts.results({ workspace, import: one.id })
  if (!result) throw new WrongUse('The import left no figures.')
  if (asked.flags.json) return asked.print(json({ ...result, rejects: undefined, rejects_file: one.rejectsFile }))
  asked.print(
    [
      `${basename(file)}: ${told(result)}`,
      one.rejectsFile === null ? '' : `The rejected rows with their reasons are in ${one.rejectsFile}`,
      `Take it back: fernweh undo ${one.id}`,
    ]
      .filter(Boolean)
      .join('\n'),
  )
}

async function exportContacts(asked: Asked): Promise<void> {
  const [file] = asked.words
  if (!file) throw new WrongUse('Where to? fernweh contacts export FILE.csv|FILE.xlsx|FILE.vcf')
  const workspace = await workspaceOf(asked)
  const done = await asked.client.people.contacts.exportLocal({ workspace, path: resolve(file), search: '' })
  asked.print(asked.flags.json ? json(done) : `${done.path}: ${done.contacts} contacts.`)
}

/** `fernweh contacts import FILE` and `fernweh contacts export FILE`. */
export async function contacts(asked: Asked): Promise<void> {
  const [what, ...words] = asked.words
  if (what === 'import') return importContacts({ ...asked, words })
  if (what === 'export') return exportContacts({ ...asked, words })
  throw new WrongUse('What about contacts? fernweh contacts import FILE | export FILE')
}
