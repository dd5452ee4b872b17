import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { writeSample } from '../features/collect/index.ts'
import { type Import, Mapping } from '../features/collect/schema.ts'
import { flowText, funnelText } from '../features/insights/index.ts'
import { phasesReport, phasesText } from '../features/journeys/index.ts'
import { eventIs } from '../kernel/rule.ts'
import { type Asked, json, workspaceOf } from './asked.ts'
import { contacts } from './contacts.ts'
import { table } from './print.ts'
import { source, stats } from './sources.ts'
import { WrongUse } from './usage.ts'

const workspaceRow = ({ id, name }: { id: string; name: string }) => ({ id, name })

const finished: readonly Import['state'][] = ['done', 'failed', 'interrupted', 'undone']

async function waitFor(asked: Asked, workspace: string, first: Import): Promise<Import> {
  let state = first
  while (!finished.includes(state.state)) {
    asked.progress(`${state.state} ${Math.round(state.progress * 100)} %`)
    await pause(150)
    state = await asked.client.collect.import({ workspace, import: state.id })
  }
  asked.progress('')
  return state
}

const readMapping = (file: string | undefined): Mapping | undefined => {
  if (!file) return undefined
  try {
    return Mapping.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (problem) {
    throw new WrongUse(`The mapping ${file} cannot be used: ${problem instanceof Error ? problem.message : problem}`)
  }
}

async function importFile(asked: Asked): Promise<void> {
  const [file] = asked.words
  if (!file) throw new WrongUse('Which file? fernweh import FILE')
  const mapping = readMapping(asked.flags.mapping)
  const workspace = await workspaceOf(asked)
  const started = await asked.client.collect.importLocal({ workspace, path: resolve(file), mapping })
  const done = await waitFor(asked, workspace, started)
  if (done.state !== 'done') throw new WrongUse(done.problem ?? `The import ended ${done.state}.`)
  const { read, imported, rejected, duplicates, people, rejectsFile } = done
  if (asked.flags.json) {
    asked.print(json({ read, imported, rejected, duplicates, people, rejects_file: rejectsFile }))
    return
  }
  asked.print(
    [
      `${basename(file)}: ${imported} of ${read} rows imported, ${people} people.`,
      duplicates > 0 ? `${duplicates} were already there.` : '',
      rejected > 0 ? `${rejected} were rejected, with reasons in ${rejectsFile}` : '',
      `Take it back: fernweh undo ${done.id}`,
    ]
      .filter(Boolean)
      .join('\n'),
  )
}

async function undo(asked: Asked): Promise<void> {
  const [id] = asked.words
  if (!id) throw new WrongUse('Which import? fernweh undo IMPORT; fernweh imports lists them.')
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id))
    throw new WrongUse(`There is no import "${id}". fernweh imports lists them.`)
  const workspace = await workspaceOf(asked)
  const done = await waitFor(asked, workspace, await asked.client.collect.undoImport({ workspace, import: id }))
  if (done.state !== 'undone') throw new WrongUse(done.problem ?? `The undo ended ${done.state}.`)
  asked.print(asked.flags.json ? json({ undone: done.id }) : `${done.fileName} is taken back.`)
}

async function imports(asked: Asked): Promise<void> {
  const list = await asked.client.collect.imports({ workspace: await workspaceOf(asked) })
  if (asked.flags.json) return asked.print(json(list))
  const heads = ['import', 'file', 'state', 'read', 'imported', 'rejected', 'duplicates', 'people']
  asked.print(
    table(
      heads,
      list.map((one) => [
        one.id,
        one.fileName,
        one.state,
        one.read,
        one.imported,
        one.rejected,
        one.duplicates,
        one.people,
      ]),
    ),
  )
}

async function workspaces({ client, flags, print }: Asked): Promise<void> {
  const me = await client.admin.me()
  const all = me.state === 'signed-in' ? me.workspaces.map(workspaceRow) : []
  print(
    flags.json
      ? json(all)
      : table(
          ['id', 'name'],
          all.map(({ id, name }) => [id, name]),
        ),
  )
}

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

async function funnel(asked: Asked): Promise<void> {
  const steps = list(asked.flags.steps)
  if (steps.length < 2) throw new WrongUse('Which steps? fernweh report funnel --steps a,b,c --within 7d')
  const workspace = await workspaceOf(asked)
  const { within, by } = asked.flags
  const result = await asked.client.insights.funnel({ workspace, steps, within, by: by ?? null })
  asked.print(asked.flags.json ? json(result) : funnelText(result))
}

async function flow(asked: Asked): Promise<void> {
  const workspace = await workspaceOf(asked)
  const depth = asked.flags.depth === undefined ? undefined : Number(asked.flags.depth)
  const result = await asked.client.insights.flow({ workspace, depth, from: asked.flags.from ?? null })
  asked.print(asked.flags.json ? json(result) : flowText(result))
}

async function journeyNamed({ client, flags }: Asked, workspace: string) {
  const all = await client.journeys.list({ workspace })
  const found = flags.journey ? all.filter(({ id, name }) => id === flags.journey || name === flags.journey) : all
  if (found.length === 1 && found[0]) return client.journeys.get({ workspace, journey: found[0].id })
  const names = all.map(({ name }) => name).join(', ') || 'none; draft one with: fernweh draft --goal EVENT'
  throw new WrongUse(`Which journey? Say --journey with its name or id. There are: ${names}.`)
}

async function phases(asked: Asked): Promise<void> {
  const workspace = await workspaceOf(asked)
  const journey = await journeyNamed(asked, workspace)
  const ask = () => asked.client.journeys.figures({ workspace, journey: journey.id })
  let figures = await ask()
  while (figures.state === 'measuring') {
    asked.progress('measuring')
    await pause(150)
    figures = await ask()
  }
  asked.progress('')
  const report = phasesReport(figures, journey)
  asked.print(asked.flags.json ? json(report) : phasesText(report))
}

async function report(asked: Asked): Promise<void> {
  const [kind = '', ...words] = asked.words
  const reports = { funnel, phases, flow }
  if (kind !== 'funnel' && kind !== 'phases' && kind !== 'flow') {
    throw new WrongUse('Which report? fernweh report funnel | phases | flow')
  }
  await reports[kind]({ ...asked, words })
}

async function draft(asked: Asked): Promise<void> {
  const { goal, model = 'six-phases', name = goal } = asked.flags
  if (!goal || !name)
    throw new WrongUse('Which event is the goal? fernweh draft --goal purchase [--model six-phases] [--name NAME]')
  const workspace = await workspaceOf(asked)
  const proposal = await asked.client.journeys.draft({ workspace, phaseModel: model, goal: eventIs(goal), name })
  const journey = await asked.client.journeys.create({ workspace, ...proposal })
  if (asked.flags.json) return asked.print(json({ journey: journey.id, name, touchpoints: journey.touchpoints.length }))
  asked.print(`${name}: ${journey.touchpoints.length} touchpoints in ${journey.phases.length} phases (${journey.id}).`)
}

/** Commands that need the data; `sample` alone does not. */
export const commands: Readonly<Record<string, (asked: Asked) => Promise<void>>> = {
  import: importFile,
  undo,
  imports,
  workspaces,
  draft,
  report,
  contacts,
  source,
  stats,
}

export async function sample({ flags, print, progress }: Omit<Asked, 'client'>): Promise<void> {
  if (!flags.out) throw new WrongUse('Where to? fernweh sample --people 20000 --seed 1 --out FILE')
  const people = Number(flags.people ?? 20_000)
  const seed = Number(flags.seed ?? 1)
  if (!Number.isInteger(people) || people < 1) throw new WrongUse('--people must be a whole number from 1.')
  if (!Number.isInteger(seed)) throw new WrongUse('--seed must be a whole number.')
  if (seed < 0) throw new WrongUse('--seed must not be negative.')
  const until = new Date(`${flags.until ?? '2026-11-01'}T00:00:00Z`)
  if (Number.isNaN(until.getTime())) throw new WrongUse('--until must be a day such as 2026-11-01.')
  const out = resolve(flags.out)
  const tell = ({ people: done }: { people: number }) => progress(`${Math.round((100 * done) / people)} %`)
  const written = await writeSample({ people, seed, until, out, onProgress: tell })
  progress('')
  print(flags.json ? json({ file: out, ...written }) : `${out}: ${written.events} events of ${people} people.`)
}
