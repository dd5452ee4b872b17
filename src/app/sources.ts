import type { SourceRow } from '../features/collect/sources/schema.ts'
import { NewSource, sourceKinds } from '../features/collect/sources/schema.ts'
import { type Asked, json, workspaceOf } from './asked.ts'
import { table } from './print.ts'
import { WrongUse } from './usage.ts'

const kinds = sourceKinds.join(', ')

async function add(asked: Asked): Promise<void> {
  const [name] = asked.words
  const { kind, origin = [] } = asked.flags
  if (!name) throw new WrongUse('What is it called? fernweh source add NAME --kind website')
  const known = sourceKinds.find((one) => one === kind)
  if (!known)
    throw new WrongUse(`${kind ? `There is no kind "${kind}".` : 'Of which kind?'} --kind is one of: ${kinds}.`)
  const read = NewSource.safeParse({ name, kind: known, origins: origin })
  if (!read.success)
    throw new WrongUse(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  const workspace = await workspaceOf(asked)
  const { source, key } = await asked.client.collect.sources.create({ workspace, ...read.data })
  asked.print(asked.flags.json ? json({ source: source.id, key }) : `${source.name} (${source.id})\n${key}`)
}

const rowOf = ({ id, name, slug, kind, paused, state, volume }: SourceRow) => ({
  source: id,
  name,
  slug,
  kind,
  state: paused ? 'paused' : state,
  last: volume.last,
  day: volume.day,
  month: volume.month,
  rejected: volume.rejected,
})

async function list(asked: Asked): Promise<void> {
  const rows = (await asked.client.collect.sources.list({ workspace: await workspaceOf(asked) })).map(rowOf)
  if (asked.flags.json) return asked.print(json(rows))
  const heads = ['source', 'name', 'kind', 'state', 'last 24 hours', 'last 30 days', 'rejected']
  const cells = rows.map((row) => [row.source, row.name, row.kind, row.state, row.day, row.month, row.rejected])
  asked.print(table(heads, cells))
}

async function sourceNamed(asked: Asked, workspace: string): Promise<SourceRow> {
  const [wanted] = asked.words
  const all = await asked.client.collect.sources.list({ workspace })
  const found = all.filter(({ id, slug, name }) => [id, slug, name].includes(wanted ?? ''))
  if (found.length === 1 && found[0]) return found[0]
  if (found.length > 1) throw new WrongUse(`Several sources are called "${wanted}": give the id instead.`)
  throw new WrongUse(`Which source? There are: ${all.map(({ name }) => name).join(', ') || 'none'}.`)
}

const pausing = (paused: boolean) => async (asked: Asked) => {
  const workspace = await workspaceOf(asked)
  const { id } = await sourceNamed(asked, workspace)
  const { name } = await asked.client.collect.sources.change({ workspace, source: id, paused })
  asked.print(asked.flags.json ? json({ source: id, paused }) : `${name} is ${paused ? 'paused' : 'not paused'}.`)
}

async function key(asked: Asked): Promise<void> {
  const workspace = await workspaceOf(asked)
  const { id } = await sourceNamed(asked, workspace)
  const { text } = await asked.client.collect.sources.addKey({ workspace, source: id })
  asked.print(asked.flags.json ? json({ source: id, key: text }) : text)
}

const deeds: Readonly<Record<string, (asked: Asked) => Promise<void>>> = {
  add,
  list,
  key,
  pause: pausing(true),
  resume: pausing(false),
}

export async function source(asked: Asked): Promise<void> {
  const [deed = '', ...words] = asked.words
  const run = deeds[deed]
  if (!run) throw new WrongUse('What about sources? fernweh source add | list | pause | resume | key')
  await run({ ...asked, words })
}

export async function stats(asked: Asked): Promise<void> {
  const { events, people, value, rejected } = await asked.client.collect.sources.stats({
    workspace: await workspaceOf(asked),
  })
  if (asked.flags.json) return asked.print(json({ events, people, value, rejected }))
  asked.print(`${events} events of ${people} people, worth ${value}; ${rejected} rejected.`)
}
