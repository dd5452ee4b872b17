import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  askLocal,
  ecom,
  endAll,
  expectRefusal,
  fernweh,
  fernwehJson,
  type ImportState,
  startServer,
  temporaryDirectory,
  until,
  workspaceIn,
} from './program.ts'

let directory = temporaryDirectory()
let data = ''
beforeEach(() => {
  directory = temporaryDirectory()
  data = directory.file('data')
})
afterEach(async () => {
  await endAll()
  directory.remove()
})

type Imported = {
  readonly read: number
  readonly imported: number
  readonly rejected: number
  readonly duplicates: number
  readonly people: number
  readonly rejects_file: string | null
}

const importFile = (file: string) => fernwehJson<Imported>(data, 'import', file)
const whole = { read: 31_106, imported: 31_106, rejected: 0, duplicates: 0, people: 600, rejects_file: null }
const steps = ['catalog', 'product_view', 'add_to_cart', 'payment_details', 'purchase']
const week = [600, 591, 410, 220, 85]

type Step = { readonly name: string; readonly people: number }

async function funnel(within: string, names = steps): Promise<number[]> {
  const asked = ['report', 'funnel', '--steps', names.join(','), '--within', within]
  const answer = await fernwehJson<{ steps: Step[] }>(data, ...asked)
  expect(answer.steps.map(({ name }) => name)).toEqual(names)
  return answer.steps.map(({ people }) => people)
}

const imports = () => fernwehJson<(ImportState & Imported)[]>(data, 'imports')

async function importsAgainAndTakesBack(): Promise<void> {
  expect(await importFile(ecom)).toEqual({ ...whole, imported: 0, duplicates: 31_106 })
  expect(await funnel('7d')).toEqual(week)
  const first = (await imports()).find(({ imported }) => imported > 0)
  await fernwehJson(data, 'undo', first?.id ?? '')
  expect(await funnel('7d')).toEqual([0, 0, 0, 0, 0])
  expect(await importFile(ecom)).toEqual(whole)
  expect(await funnel('7d')).toEqual(week)
}

type Phases = { readonly people: number; readonly phases: { readonly people: number }[] }

async function reportsOnAJourney(): Promise<void> {
  const drafted = await fernwehJson<{ journey: string }>(data, 'draft', '--goal', 'purchase', '--name', 'Onlineshop')
  const phases = await fernwehJson<Phases>(data, 'report', 'phases', '--journey', drafted.journey)
  expect(phases).toMatchObject({ people: 600, goal: { part: 328, n: 600 } })
  expect(phases.phases.map(({ people }) => people)).toEqual([600, 600, 535, 441, 0, 0])
  const table = await fernweh(data, 'report', 'phases', '--journey', 'Onlineshop')
  expect(table.printed).toMatch(/600 people, 328 reached the goal \(54\.7 %\)[\s\S]*Decision +535/)
  const flow = await fernwehJson<{ people: number }>(data, 'report', 'flow', '--depth', '3')
  expect(flow.people).toBe(600)
  expect((await fernweh(data, 'report', 'flow')).printed).toMatch(/home +catalog +58/)
  const byChannel = await fernweh(data, 'report', 'funnel', '--steps', steps.join(','), '--by', 'channel')
  expect(byChannel.printed).toMatch(/email/)
}

async function isToldWhatIsWrong(): Promise<void> {
  expectRefusal(await fernweh(data, 'improt', ecom), 'There is no command "improt"')
  expectRefusal(await fernweh(data, 'import'), 'Which file?')
  expectRefusal(await fernweh(data, 'import', ecom, '--fast'), "Unknown option '--fast'")
  expectRefusal(await fernweh(data, 'import', ecom, '--workspace', 'other'), /no workspace "other".*default/)
  expectRefusal(await fernweh(data, 'report', 'weather'), /Which report\?.*funnel/)
  expectRefusal(await fernweh(data, 'report', 'funnel', '--steps', 'catalog'), 'Which steps?')
  expectRefusal(await fernweh(data, 'report', 'funnel', '--steps', 'catalog,fly'), 'There is no event "fly"')
  expectRefusal(await fernweh(data, 'report', 'funnel', '--steps', 'catalog,purchase', '--within', 'soon'), /within/i)
  expectRefusal(await fernweh(data, 'undo', 'yesterday'), 'There is no import "yesterday"')
  expectRefusal(await fernweh(data, 'undo', '00000000-0000-4000-8000-000000000000'), 'no such import')
}

test('somebody imports, asks and takes back: alone, and through a running server', async () => {
  expect(await importFile(ecom)).toEqual(whole)
  expect(await funnel('7d')).toEqual(week)

  const server = await startServer(data)
  const workspaces = await fernwehJson<{ name: string }[]>(data, 'workspaces')
  expect(workspaces.map(({ name }) => name)).toEqual(['default'])
  expect(await funnel('1d')).toEqual([600, 591, 386, 173, 56])
  expect(await funnel('7d')).toEqual(week)
  expect(await funnel('30d')).toEqual([600, 596, 465, 294, 138])
  await importsAgainAndTakesBack()
  await reportsOnAJourney()
  await isToldWhatIsWrong()
  expect((await server.stop()).code).toBe(0)
}, 240_000)

test('kill -9 in the middle of an import leaves nothing of it, and repeating it gives the same figures', async () => {
  const file = directory.file('shop.csv')
  const sample = await fernwehJson<{ events: number }>(
    data,
    'sample',
    '--people',
    '20000',
    '--seed',
    '7',
    '--out',
    file,
  )
  expect(sample.events).toBeGreaterThan(290_000)
  const server = await startServer(data)
  const importing = fernweh(data, 'import', file)
  const workspace = await workspaceIn(data)
  const state = async () => (await askLocal<ImportState[]>(data, 'GET', `/api/w/${workspace}/imports`))[0]?.state
  await until(state, 'storing')
  await server.die()
  expectRefusal(await importing, 'ended. Ask again')

  await startServer(data)
  expect(await imports()).toMatchObject([{ state: 'interrupted', imported: 0, people: 0 }])
  const again = await importFile(file)
  const all = { read: sample.events, imported: sample.events, rejected: 0, duplicates: 0, rejects_file: null }
  expect(again).toMatchObject(all)
  const shopSteps = ['search_landing', 'product_view', 'checkout_start', 'purchase']
  const figures = await funnel('30d', shopSteps)
  expect(figures[3]).toBeGreaterThan(100)

  const [latest] = await imports()
  await fernwehJson(data, 'undo', latest?.id ?? '')
  expect(await importFile(file)).toEqual(again)
  expect(await funnel('30d', shopSteps)).toEqual(figures)
}, 240_000)

const head = 'customer_id,time,event,channel,value,note\n'
const goodRow = (i: number, person: string) =>
  `${person}${i % 50},2026-03-01 10:${String(i % 60).padStart(2, '0')}:00,visit,email,${i}.50,fine ${i}\n`

/** Rows of which those at the given lines are others. */
function rowsWith(others: Readonly<Record<number, string | Buffer>>, count: number, person = 'C'): Buffer {
  const rows = Array.from({ length: count }, (_, i) => Buffer.from(others[i + 2] ?? goodRow(i, person)))
  return Buffer.concat([Buffer.from(head), ...rows])
}

const halfASmile = Buffer.concat([Buffer.from('C1,2026-03-01 10:00:00,visit,email,1,'), Buffer.from([0xf0, 0x9f, 10])])
const brokenRows = {
  30: 'C1,31.31.2026 10:00,visit,email,1,\n',
  100: ',2026-03-01 10:00:00,visit,email,1,\n',
  150: 'C1,2026-03-01 10:00:00,visit,email,123456789012345678901234567890,\n',
  200: halfASmile,
  333: 'C1,,visit,email,1,\n',
}

async function importsTheRestOfABrokenFile(): Promise<void> {
  const file = directory.file('broken.csv')
  writeFileSync(file, rowsWith(brokenRows, 500))
  const { rejects_file, ...figures } = await importFile(file)
  expect(figures).toEqual({ read: 500, imported: 495, rejected: 5, duplicates: 0, people: 50 })
  const [, ...rejects] = readFileSync(rejects_file ?? '', 'utf8')
    .trim()
    .split('\n')
  expect(rejects.map((row) => row.split(',').slice(0, 2))).toEqual([
    ['30', 'time'],
    ['100', 'customer_id'],
    ['150', 'value'],
    ['200', 'note'],
    ['333', 'time'],
  ])
}

async function importsWideAndLarge(): Promise<void> {
  const wide = directory.file('wide.csv')
  const columns = Array.from({ length: 197 }, (_, i) => `answer_${i}`)
  const rows = Array.from({ length: 40 }, (_, i) => `W${i},2026-03-02 10:00:00,survey,${columns.map((_, c) => c * i)}`)
  writeFileSync(wide, [`customer_id,time,event,${columns}`, ...rows].join('\n'))
  expect(await importFile(wide)).toMatchObject({ read: 40, imported: 40, people: 40 })
  const large = directory.file('large.csv')
  writeFileSync(large, rowsWith({ 7: `L1,2026-03-01 10:00:00,visit,email,1,${'x'.repeat(10_000_000)}\n` }, 20, 'L'))
  const { read, imported, rejected } = await importFile(large)
  expect({ read, all: imported + rejected, lost: imported < 19 }).toEqual({ read: 20, all: 20, lost: false })
}

async function isToldWhatIsNoData(): Promise<void> {
  const refused = async (name: string, content: Buffer | string, sentence: RegExp | string) => {
    writeFileSync(directory.file(name), content)
    expectRefusal(await fernweh(data, 'import', directory.file(name)), sentence)
  }
  const noise = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) % 256))
  const zeros = gzipSync(Buffer.alloc(16 << 20))
  await refused('empty.csv', '', /empty/i)
  await refused(
    'photo.csv',
    Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), noise]),
    'This is not a text file',
  )
  await refused('novel.csv', 'It was a dark and stormy night.\nThe rain fell in torrents.\n', /which column says who/)
  await refused('bomb.csv.gz', Buffer.concat(Array.from({ length: 18 }, () => zeros)), 'zip bomb')
  expectRefusal(await fernweh(data, 'import', directory.path), 'is not a file')
  expectRefusal(await fernweh(data, 'import', directory.file('nowhere.csv')), /no file .*nowhere\.csv/)
}

test('files that are broken or no data at all are told clearly, and the server lives on', async () => {
  const server = await startServer(data)
  await importsTheRestOfABrokenFile()
  await importsWideAndLarge()
  await isToldWhatIsNoData()
  expect((await fetch(`${server.url}/ready`)).status).toBe(200)
  expect(await importFile(ecom)).toEqual(whole)
  expect(await funnel('7d')).toEqual(week)
  const { code, output } = await server.stop()
  expect({ code, bugs: output.includes('"level":50'), output }).toMatchObject({ code: 0, bugs: false })
}, 240_000)

type Listed = { readonly source: string; readonly slug: string; readonly kind: string; readonly state: string }

async function keepsSources(): Promise<void> {
  const sources = () => fernwehJson<Listed[]>(data, 'source', 'list')
  const site = await fernweh(
    data,
    ...['source', 'add', 'Rad & Weg', '--kind', 'website', '--origin', 'https://rad.example', '--json'],
  )
  expect(site.printed).toMatch(/^\{"source":"[\da-f-]{36}","key":"fwb_[\w-]{43}"\}\n$/)
  const till = await fernwehJson<{ source: string }>(data, 'source', 'add', 'Kasse', '--kind', 'till')
  expect(await sources()).toMatchObject([
    { slug: 'rad-weg', kind: 'website', state: 'never' },
    { source: till.source, slug: 'kasse', kind: 'till' },
  ])
  expect((await fernweh(data, 'source', 'pause', 'Kasse')).printed).toBe('Kasse is paused.\n')
  expect((await sources())[1]).toMatchObject({ state: 'paused' })
  await fernwehJson(data, 'source', 'resume', till.source)
  const more = await fernwehJson<{ source: string; key: string }>(data, 'source', 'key', 'kasse')
  expect(more).toMatchObject({ source: till.source, key: expect.stringMatching(/^fws_/) })
  expect((await fernweh(data, 'source', 'list')).printed).toMatch(/Kasse +till +never +0 +0 +0/)
  expectRefusal(await fernweh(data, 'source'), 'fernweh source add | list')
  expectRefusal(await fernweh(data, 'source', 'add', '--kind', 'till'), 'What is it called?')
  expectRefusal(await fernweh(data, 'source', 'add', 'X', '--kind', 'shop'), /no kind "shop".*website/)
  expectRefusal(await fernweh(data, 'source', 'add', 'X', '--kind', 'form', '--origin', 'rad.example'), 'neither')
  expectRefusal(await fernweh(data, 'source', 'pause', 'Laden'), /Which source\?.*Kasse/)
}

const countsWhatThereIs = async () => (await fernweh(data, 'stats', '--json')).printed

test('sources and figures: alone, and through a running server', async () => {
  writeFileSync(directory.file('broken.csv'), rowsWith(brokenRows, 500))
  expect(await countsWhatThereIs()).toBe('{"events":0,"people":0,"value":"0.00","rejected":0}\n')
  await keepsSources()
  const { imported, rejected, people } = await importFile(directory.file('broken.csv'))
  const alone = await countsWhatThereIs()
  expect(JSON.parse(alone)).toMatchObject({ events: imported, people, rejected })
  expect(JSON.parse(alone).value).toMatch(/^\d+\.\d\d$/)

  const server = await startServer(data)
  expect(await countsWhatThereIs()).toBe(alone)
  expect((await fernwehJson<Listed[]>(data, 'source', 'list')).map(({ slug }) => slug)).toEqual(['rad-weg', 'kasse'])
  const [again] = await imports()
  await fernwehJson(data, 'undo', again?.id ?? '')
  expect(await countsWhatThereIs()).toBe('{"events":0,"people":0,"value":"0.00","rejected":0}\n')
  const { code, output } = await server.stop()
  expect({ code, output }).toMatchObject({ code: 0, output: expect.not.stringContaining('fws_') })
}, 240_000)
