import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { writeSample } from '../../src/features/collect/sample/index.ts'
import { sampleMapping } from '../../src/features/collect/sampleShop.ts'
import { type Import, Mapping } from '../../src/features/collect/schema.ts'
import type { Question } from '../../src/features/journeys/schema.ts'
import { eventIs } from '../../src/kernel/rule.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { newWorkspace } from '../engines/collect.ts'
import type { TemporaryProduct } from '../engines/product.ts'

const fixtures = join(repositoryRoot(), 'test/fixtures')

/** What an import did, without what differs from one time to the next. */
const outcome = ({ state, read, imported, rejected, duplicates, events, people, problem }: Import) => ({
  state,
  read,
  imported,
  rejected,
  duplicates,
  events,
  people,
  problem,
})

export const funnelSteps = ['catalog', 'product_view', 'add_to_cart', 'payment_details', 'purchase']
const april = { from: '2024-04-01', to: '2024-04-30' }
const march = { from: '2024-03-01', to: '2024-03-31' }

async function funnels({ insights }: TemporaryProduct['client'], workspace: string, steps: string[], bys: string[]) {
  const answers: Record<string, unknown> = {}
  for (const within of ['1d', '7d', '30d']) {
    for (const by of [null, 'channel', ...bys]) {
      const question = { workspace, steps, within, by }
      answers[`${within} by ${by}`] = await insights.funnel(question)
    }
  }
  answers['in april'] = await insights.funnel({ workspace, steps, within: '7d', period: april })
  answers['by channel in april'] = await insights.funnel({ workspace, steps, by: 'channel', period: april })
  return answers
}

async function flows({ insights }: TemporaryProduct['client'], workspace: string, from: string) {
  return {
    plain: await insights.flow({ workspace }),
    from: await insights.flow({ workspace, from, depth: 4 }),
    loops: await insights.flow({ workspace, collapse: false, depth: 3 }),
    april: await insights.flow({ workspace, period: april }),
  }
}

/** The first and the last people of the list, those that a search finds, and all that some of them did. */
async function people({ people }: TemporaryProduct['client'], workspace: string, search: string) {
  const first = await people.list({ workspace, limit: 20 })
  const later = await people.list({ workspace, limit: 20, offset: 100 })
  const found = await people.list({ workspace, search })
  const some = [...first.people.slice(0, 2), ...found.people.slice(0, 2)].map(({ personId }) => personId)
  const timelines = await Promise.all(some.map((person) => people.timeline({ workspace, person, limit: 30 })))
  return { first, later, found, timelines }
}

type JourneyOrder = { readonly goal: string; readonly name: string; readonly filter: Question['filter'] }

/** Drafts a journey, saves it and asks everything that the map asks. */
async function journey(product: TemporaryProduct, workspace: string, { goal, name, filter }: JourneyOrder) {
  const { journeys } = product.client
  const draft = await journeys.draft({ workspace, phaseModel: 'six-phases', goal: eventIs(goal), name })
  const { id } = await journeys.create({ workspace, ...draft })
  return { draft, ...(await mapOf(product, workspace, { journey: id, filter })) }
}

async function mapOf(
  { client: { journeys } }: TemporaryProduct,
  workspace: string,
  { journey, filter }: { journey: string; filter: Question['filter'] },
) {
  const { touchpoints } = await journeys.get({ workspace, journey })
  const ask = { workspace, journey }
  const details: Record<string, unknown> = {}
  for (const { id } of touchpoints.slice(0, 8)) {
    details[id] = await journeys.touchpoint({ ...ask, touchpoint: id, filter: id.length % 2 === 0 ? filter : [] })
  }
  const travellers: Record<string, unknown> = {}
  for (const who of ['all', 'left', 'won'] as const) {
    for (const { id } of touchpoints.slice(-5)) {
      travellers[`${who} ${id}`] = await journeys.travellers({ ...ask, touchpoint: id, who, limit: 20 })
    }
  }
  return {
    figures: await journeys.figures(ask),
    compared: await journeys.figures({ ...ask, period: april, compare: march }),
    filtered: await journeys.figures({ ...ask, period: april, compare: march, filter }),
    details,
    travellers,
  }
}

type Told = Readonly<Record<string, unknown>>

/** A file imported, once more, taken back, again, and a second small file after it. */
async function clicks(product: TemporaryProduct, workspace: string): Promise<Told> {
  const { client } = product
  const file = join(fixtures, 'ecom.csv.gz')
  const mobile: Question['filter'] = [{ field: 'property', key: 'platform', op: 'is', values: ['mobile'] }]
  const reports = async () => ({
    funnels: await funnels(client, workspace, funnelSteps, ['platform']),
    flows: await flows(client, workspace, 'product_view'),
    vocabulary: await client.collect.vocabulary({ workspace }),
    people: await people(client, workspace, 'user_012'),
  })
  const first = await product.importFile(workspace, file)
  const imported = {
    ...(await reports()),
    ...(await journey(product, workspace, { goal: 'purchase', name: 'A', filter: mobile })),
  }
  const twice = await product.importFile(workspace, file)
  const undone = await product.undo(workspace, first.id)
  const nothing = {
    vocabulary: await client.collect.vocabulary({ workspace }),
    people: await client.people.list({ workspace }),
  }
  const again = await product.importFile(workspace, file)
  const [kept] = await client.journeys.list({ workspace })
  const map = { journey: kept?.id ?? '', filter: mobile }
  const repeated = { ...(await reports()), ...(await mapOf(product, workspace, map)) }
  const more = await product.importFile(workspace, await addition(product.directory))
  return {
    'the first import': outcome(first),
    'its reports': imported,
    'the same file again': outcome(twice),
    'the import taken back': { ...outcome(undone), ...nothing },
    'the third import': outcome(again),
    'the reports after it': repeated,
    'a second, small file': outcome(more),
    'the reports after that': { ...(await reports()), ...(await mapOf(product, workspace, map)) },
  }
}

/** Rows that are there already, new ones of known people, and new people with an event and a channel of their own. */
async function addition(directory: string): Promise<string> {
  const text = gunzipSync(await readFile(join(fixtures, 'ecom.csv.gz'))).toString()
  const [head = '', ...rows] = text.trimEnd().split('\n')
  const some = rows.slice(0, 50)
  const later = rows.slice(50, 120).map((row) => row.replace(/,2024-(\d\d)-(\d\d) /, ',2024-07-$2 '))
  const others = Array.from({ length: 30 }, (_, i) =>
    [
      `new_${i % 9}`,
      `s_${i}`,
      i % 3 === 0 ? 'gift_card' : 'purchase',
      `2024-07-0${1 + (i % 9)} 10:00:00`,
      'kiosk',
      'poster',
      '2024-07',
      'new',
    ].join(),
  )
  const path = join(directory, 'addition.csv')
  await writeFile(path, [head, ...some, ...later, ...others].join('\n'))
  return path
}

async function sampleShop(product: TemporaryProduct, workspace: string): Promise<Told> {
  const { client, directory } = product
  const path = join(directory, 'sample.csv')
  await writeSample({ people: 500, seed: 3, until: new Date('2024-11-01T00:00:00Z'), out: path })
  const done = await product.importFile(workspace, path, sampleMapping)
  const filter: Question['filter'] = [
    { field: 'channel', op: 'is_not', values: ['email'] },
    { field: 'property', key: 'device', op: 'exists', values: [] },
    { field: 'value', op: 'more_than', values: ['100'] },
  ]
  return {
    'the import': outcome(done),
    funnels: await funnels(client, workspace, ['product_view', 'cart_add', 'purchase'], ['city', 'device']),
    flows: await flows(client, workspace, 'product_view'),
    vocabulary: await client.collect.vocabulary({ workspace }),
    people: await people(client, workspace, '00012'),
    journey: await journey(product, workspace, { goal: 'purchase', name: 'B', filter }),
  }
}

/** Lines of baskets in two files, the first taken back and imported again. */
async function baskets(product: TemporaryProduct, workspace: string): Promise<Told> {
  const { client, directory } = product
  const [head = '', ...rows] = (await readFile(join(fixtures, 'transactions.csv'), 'utf8')).trimEnd().split('\n')
  const path = join(directory, 'half.csv')
  await writeFile(path, [head, ...rows.slice(0, 2500)].join('\n'))
  const mapping = Mapping.parse({
    persons: [{ column: 'household_id', kind: 'customer' }],
    time: { column: 'transaction_timestamp', format: 'iso', zone: 'America/New_York' },
    event: { constant: 'purchase' },
    channel: { constant: 'store' },
    value: { column: 'sales_value' },
    groupBy: 'basket_id',
  })
  const state = async () => ({
    vocabulary: await client.collect.vocabulary({ workspace }),
    people: await people(client, workspace, '21'),
  })
  const half = await product.importFile(workspace, path, mapping)
  const atFirst = await state()
  const whole = await product.importFile(workspace, join(fixtures, 'transactions.csv'), mapping)
  const then = await state()
  const undone = await product.undo(workspace, half.id)
  const without = await state()
  const again = await product.importFile(workspace, path, mapping)
  return {
    half: { ...outcome(half), ...atFirst },
    whole: { ...outcome(whole), ...then },
    undone: { ...outcome(undone), ...without },
    again: { ...outcome(again), ...(await state()) },
  }
}

/** Bad rows, two identifiers in a row, other formats, and more names than a workspace can tell apart. */
async function mixedFiles(product: TemporaryProduct, workspace: string): Promise<Told> {
  const { client, directory } = product
  const done = async (name: string, text: string) => {
    const path = join(directory, name)
    await writeFile(path, text)
    const { rejectsFile, ...rest } = await product.importFile(workspace, path)
    return { ...outcome({ ...rest, rejectsFile }), rejects: rejectsFile && (await readFile(rejectsFile, 'utf8')) }
  }
  const german = [
    'Kundennummer;E-Mail;Zeitpunkt;Ereignis;Kanal;Betrag;Bemerkung',
    '17;Anna@Shop.example;01.03.2024 10:15;Kauf;Laden;1.234,50;"zwei\nZeilen"',
    ';bert@shop.example;02.03.2024 11:00;Besuch;Laden;;',
    '17;;morgen;Kauf;Laden;1,00;',
    ';;03.03.2024 12:00;Besuch;Laden;;niemand',
    '18;carla@shop.example;04.03.2024 08:30:15;Kauf;Telefon;kostenlos;',
    '18;anna@shop.example;05.03.2024 08:30:15;Anruf;Telefon;;',
  ]
  const objects = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({
      user_id: `u${i % 7}`,
      event: i % 3 === 0 ? 'view' : 'like',
      timestamp: 1_709_287_200 + i * 60,
      value: i,
      extra: { page: `/p/${i % 4}` },
    }),
  )
  const names = Array.from({ length: 60_020 }, (_, i) => `u${i % 100},e${i % 60_010},2024-01-02 00:00:${10 + (i % 50)}`)
  return {
    'a German file': await done('german.csv', german.join('\n')),
    'objects of JSON': await done('objects.jsonl', objects.join('\n')),
    vocabulary: await client.collect.vocabulary({ workspace }),
    people: await people(client, workspace, 'anna@'),
    'too many names': await done('names.csv', ['user_id,event,time', ...names].join('\n')),
  }
}

const stories = { clicks, sampleShop, baskets, mixedFiles }
export type Story = keyof typeof stories
export const storyNames = Object.keys(stories).filter((name): name is Story => name in stories)

/** Floating-point sums depend on their order in the last digits. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(9))
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one)]))
}

/** Lives a story in the workspace with this id, so that its people have the same numbers everywhere. */
export async function tell(product: TemporaryProduct, story: Story, id: string): Promise<Told> {
  const timeZone = story === 'sampleShop' ? 'Europe/Berlin' : 'UTC'
  await newWorkspace(product.postgres, { id, timeZone })
  const told = await stories[story](product, id)
  return Object.fromEntries(Object.entries(told).map(([name, answer]) => [name, rounded(answer)]))
}
