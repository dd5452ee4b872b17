import type { PersonRule } from '../src/kernel/personRule.ts'
import { eventIs } from '../src/kernel/rule.ts'
import { type Program, startProgram } from './program.ts'
import type { SampleFile } from './sampleFile.ts'
import { until, warmMedian } from './timing.ts'

export const steps = ['product_view', 'cart_add', 'checkout_start', 'purchase', 'delivery_received']
export const within = '30d'

export type ProductFigures = {
  readonly importRate: number
  readonly funnel: number
  readonly funnelByChannel: number
  readonly flow: number
  readonly map: number
  readonly people: number
  readonly search: number
  readonly timeline: number
  /** Everything that a profile asks when it is opened. */
  readonly profile: number
  readonly segment: number
  readonly firstStart: number
  readonly nextStart: number
  /** Largest resident memory of the server up to the end of its start, of the import, and of everything. */
  readonly memory: readonly [start: number, imported: number, all: number]
}

async function importSeconds({ client }: Program, workspace: string, { path }: SampleFile): Promise<number> {
  const begun = performance.now()
  const { id } = await client.collect.importLocal({ workspace, path })
  const done = await until(
    () => client.collect.import({ workspace, import: id }),
    ({ state }) => ['done', 'failed', 'interrupted'].includes(state),
  )
  if (done.state !== 'done') throw new Error(`The import ended ${done.state}: ${done.problem}`)
  return (performance.now() - begun) / 1000
}

async function measuredJourney({ client }: Program, workspace: string): Promise<string> {
  const goal = eventIs('purchase')
  const proposal = await client.journeys.draft({ workspace, phaseModel: 'six-phases', goal, name: 'Bench' })
  const { id: journey } = await client.journeys.create({ workspace, ...proposal })
  await until(
    () => client.journeys.figures({ workspace, journey }),
    ({ state }) => state !== 'measuring',
  )
  return journey
}

const recentBuyers: PersonRule = {
  all: [
    { did: eventIs('purchase'), times: { op: 'at_least', n: 1 }, within: { days: 90 } },
    { identifier: 'customer', known: true },
  ],
}

async function profileAsked({ people, collect, journeys }: Program['client'], workspace: string, person: string) {
  await people.profile({ workspace, person })
  await Promise.all([
    people.timeline({ workspace, person, limit: 100 }),
    people.consent.of({ workspace, person }),
    collect.identity.identifiers({ workspace, person }),
    collect.identity.mergesOf({ workspace, person, limit: 20 }),
    journeys.positions({ workspace, person }),
  ])
}

async function asked({ client }: Program, workspace: string, journey: string) {
  const { people } = await client.people.list({ workspace })
  const person = people[0]?.personId ?? ''
  return {
    funnel: await warmMedian(() => client.insights.funnel({ workspace, steps, within })),
    funnelByChannel: await warmMedian(() => client.insights.funnel({ workspace, steps, within, by: 'channel' })),
    flow: await warmMedian(() => client.insights.flow({ workspace })),
    map: await warmMedian(() => client.journeys.figures({ workspace, journey })),
    people: await warmMedian(() => client.people.list({ workspace })),
    search: await warmMedian(() => client.people.list({ workspace, search: 'k02 45' })),
    timeline: await warmMedian(() => client.people.timeline({ workspace, person })),
    profile: await warmMedian(() => profileAsked(client, workspace, person)),
    segment: await warmMedian(() => client.people.segments.preview({ workspace, rule: recentBuyers })),
  }
}

/** Starts the server on an empty folder, imports the file, asks for the reports, and starts it once more. */
export async function measureProduct(data: string, file: SampleFile): Promise<ProductFigures> {
  const first = await startProgram(data)
  const settings = { name: 'bench', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'en' } as const
  const { id: workspace } = await first.client.admin.createWorkspace(settings)
  const started = first.peakMegabytes()
  const seconds = await importSeconds(first, workspace, file)
  const imported = first.peakMegabytes()
  const times = await asked(first, workspace, await measuredJourney(first, workspace))
  const all = first.peakMegabytes()
  await first.stop()
  const next = await startProgram(data)
  await next.stop()
  return {
    ...times,
    importRate: file.events / seconds,
    firstStart: first.startSeconds,
    nextStart: next.startSeconds,
    memory: [started, imported, all],
  }
}
