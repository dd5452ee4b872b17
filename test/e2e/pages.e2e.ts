import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { cutOff, seriousFaults } from './inspection.ts'
import { askLocal, type ImportState, type Server, startServer, temporaryDirectory, until } from './program.ts'
import { photograph, seeing, type Visit, visit } from './visit.ts'

const directory = temporaryDirectory()
const data = directory.file('data')
const email = 'mara@radweg.example'
const password = 'ein ganz langer Satz'
let server: Server
let browser: Browser

beforeAll(async () => {
  const starting = startServer(data)
  browser = await launchChromium()
  server = await starting
})
afterAll(async () => {
  await browser?.close()
  const { output } = await server.stop()
  directory.remove()
  expect(output).not.toContain('"level":50')
})

const languages = ['de', 'en'] as const
type Language = (typeof languages)[number]

const desk = { name: 'desk', width: 1440, height: 900 }
const phone = { name: 'phone', width: 390, height: 844 }

type Look = {
  readonly scheme: 'light' | 'dark'
  readonly size: typeof desk
  /** Rules of axe, none = all of them. */
  readonly axe?: readonly string[]
}

/** Words are cut off or not in either colour, and colours are readable or not in either language: so each pair is seen once. */
const looks: Readonly<Record<Language, readonly [Look, ...Look[]]>> = {
  de: [
    { scheme: 'light', size: desk, axe: [] },
    { scheme: 'dark', size: desk, axe: ['color-contrast'] },
    { scheme: 'dark', size: phone, axe: ['color-contrast'] },
  ],
  en: [
    { scheme: 'dark', size: desk },
    { scheme: 'light', size: phone, axe: [] },
  ],
}

type Sheet = {
  readonly name: string
  readonly path: string
  /** Brings the page into the state that is meant, such as an opened list. */
  readonly act?: (page: Page, language: Language) => Promise<unknown>
}

/** The page shows what it has in the colours that are asked for: nothing loads any more and the fonts are there. */
async function settled(page: Page, scheme: Look['scheme']): Promise<void> {
  const unrest = '.mantine-Skeleton-root, .mantine-Loader-root, [aria-busy=true]'
  await page.waitForFunction(
    ([wanted, busy]) =>
      decodeURIComponent(window.__TSR_ROUTER__?.state.resolvedLocation?.href ?? '') ===
        decodeURIComponent(window.location.pathname + window.location.search) &&
      document.documentElement.dataset.mantineColorScheme === wanted &&
      document.querySelector('h1') !== null &&
      document.getAnimations().every(({ playState }) => playState !== 'running') &&
      document.querySelector(busy) === null,
    [scheme, unrest] as const,
    { polling: 40 },
  )
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(done))))
}

async function put(page: Page, { scheme, size }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await page.setViewportSize(size)
}

/** Goes to another page of the app without loading it anew. */
const go = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => window.history.pushState(null, '', to), path)

async function lookAt(page: Page, sheet: Sheet, language: Language): Promise<string[]> {
  const faults: string[] = []
  const [first] = looks[language]
  await put(page, first)
  await go(page, sheet.path)
  await settled(page, first.scheme)
  await sheet.act?.(page, language)
  for (const look of looks[language]) {
    await put(page, look)
    await settled(page, look.scheme)
    const name = `${sheet.name}-${language}-${look.scheme}-${look.size.name}`
    await photograph(page, name)
    const found = [...(await cutOff(page)), ...(look.axe ? await seriousFaults(page, look.axe) : [])]
    faults.push(...found.map((fault) => `${name}: ${fault}`))
  }
  if (sheet.act) await page.keyboard.press('Escape')
  return faults
}

/** Looks at every sheet in one visit and returns everything that is wrong. */
async function lookThrough(
  { page, complaints }: Visit,
  sheets: readonly Sheet[],
  language: Language,
): Promise<string[]> {
  const faults: string[] = []
  await page.goto(server.url + (sheets[0]?.path ?? '/'))
  for (const sheet of sheets) {
    faults.push(...(await seeing(page, `${sheet.name}-${language}`, () => lookAt(page, sheet, language))))
  }
  return [...faults, ...complaints]
}

const ask = <T>(method: string, path: string, body?: unknown) => askLocal<T>(data, method, `/api${path}`, body)

/** What the person's own browser may ask, with its cookie. */
async function asPerson<T>({ context }: Visit, path: string, body: unknown): Promise<T> {
  const answer = await context.request.post(`${server.url}/api${path}`, { data: body, headers: { origin: server.url } })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}

async function signUp(person: Visit): Promise<{ workspace: string; empty: string }> {
  await asPerson(person, '/auth/sign-up/email', { name: 'Mara Köhler-Wiesengrund', email, password })
  const settings = { timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  const shop = await asPerson<{ id: string }>(person, '/workspaces', { ...settings, name: 'Rad & Weg' })
  const empty = await asPerson<{ id: string }>(person, '/workspaces', { ...settings, name: 'Noch nichts' })
  return { workspace: shop.id, empty: empty.id }
}

async function importSample(workspace: string): Promise<string> {
  const { id } = await ask<ImportState>('POST', `/w/${workspace}/imports/sample`, { people: 500 })
  const state = () => ask<ImportState>('GET', `/w/${workspace}/imports/${id}`)
  await until(async () => (await state()).state, 'done')
  return id
}

const badFile = `customer_id,time,event,channel,value
C1,2026-03-01 10:00:00,visit,email,
C2,no time at all,visit,email,
,2026-03-01 10:00:00,visit,email,12.50
C3,2026-03-01 10:00:00,purchase,store,19.90
`

async function upload({ context }: Visit, workspace: string): Promise<string> {
  const file = { name: 'Kassenbons-Filiale-Freiburg-März.csv', mimeType: 'text/csv', buffer: Buffer.from(badFile) }
  const options = { multipart: { file }, headers: { origin: server.url } }
  const answer = await context.request.post(`${server.url}/api/w/${workspace}/uploads`, options)
  return (await answer.json()).upload
}

type Journey = { readonly id: string; readonly phases: { id: string }[]; readonly touchpoints: { id: string }[] }

async function draft(workspace: string): Promise<Journey> {
  const goal = { field: 'event', op: 'is', values: ['purchase'] }
  const order = { phaseModel: 'six-phases', goal, name: 'Fahrradkauf' }
  const proposal = await ask<object>('POST', `/w/${workspace}/journeys/draft`, order)
  const journey = await ask<Journey>('POST', `/w/${workspace}/journeys`, proposal)
  const figures = () => ask<{ state: string }>('POST', `/w/${workspace}/journeys/${journey.id}/figures`, {})
  await until(async () => (await figures()).state, 'ready')
  return journey
}

async function seed(person: Visit) {
  const { workspace, empty } = await signUp(person)
  const importId = await importSample(workspace)
  const journey = await draft(workspace)
  const { people } = await ask<{ people: { personId: string }[] }>('GET', `/w/${workspace}/people`)
  const order = { email: 'eine.sehr.lange.adresse.einer.kollegin@radundweg-fahrradhandel.example', role: 'viewer' }
  const invitation = await ask<{ id: string }>('POST', `/w/${workspace}/invitations`, order)
  return {
    workspace,
    empty,
    importId,
    journey,
    person: people[0]?.personId ?? '',
    upload: await upload(person, workspace),
    invitation: invitation.id,
    storageState: await person.context.storageState(),
  }
}

const before: Sheet[] = [{ name: 'start', path: '/' }]

const outside = ({ invitation }: Seeded): Sheet[] => [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'invite', path: `/invite/${invitation}` },
  { name: 'invite-gone', path: '/invite/nobody' },
]

const search = (values: Readonly<Record<string, unknown>>): string =>
  new URLSearchParams(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString()

const click =
  (texts: Record<Language, string>, role: 'button' | 'tab' = 'button') =>
  (page: Page, language: Language) =>
    page.getByRole(role, { name: texts[language], exact: true }).click()

const steps = ['search_landing', 'product_view', 'newsletter_signup', 'bike_configured', 'purchase']

const emptySheets = ({ empty }: Seeded): Sheet[] => [
  { name: 'welcome', path: `/w/${empty}/welcome` },
  { name: 'empty-sources', path: `/w/${empty}/sources` },
  { name: 'empty-people', path: `/w/${empty}/people` },
  { name: 'empty-journeys', path: `/w/${empty}/journeys` },
  { name: 'empty-wizard', path: `/w/${empty}/journeys/new` },
  { name: 'empty-funnel', path: `/w/${empty}/insights/funnel` },
  { name: 'empty-flow', path: `/w/${empty}/insights/flow` },
]

const importSheets = ({ workspace, upload: id, importId }: Seeded): Sheet[] => [
  { name: 'import-choose', path: `/w/${workspace}/sources/import` },
  { name: 'import-columns', path: `/w/${workspace}/sources/import?upload=${id}` },
  {
    name: 'import-dry-run',
    path: `/w/${workspace}/sources/import?upload=${id}`,
    act: async (page, language) => {
      await click({ de: 'Probelauf', en: 'Dry run' })(page, language)
      await page.getByRole('heading', { name: { de: 'Probelauf', en: 'Dry run' }[language] }).waitFor()
    },
  },
  { name: 'import-done', path: `/w/${workspace}/sources/${importId}` },
  { name: 'sources', path: `/w/${workspace}/sources` },
]

const mapSheets = ({ workspace, journey }: Seeded): Sheet[] => {
  const map = `/w/${workspace}/journeys/${journey.id}`
  const touchpoint = journey.touchpoints[2]?.id ?? ''
  const filter = [{ field: 'property', key: 'device', op: 'is', values: ['mobile'] }]
  const everything = { layers: ['measured', 'emotion', 'plan', 'money', 'comparison'], proposal: true }
  const summer = { from: '2026-06-01', to: '2026-08-31', versus: 'previous' }
  return [
    { name: 'journeys', path: `/w/${workspace}/journeys` },
    { name: 'wizard', path: `/w/${workspace}/journeys/new` },
    { name: 'map', path: map },
    { name: 'map-everything', path: `${map}?${search({ ...everything, ...summer })}` },
    { name: 'map-overview', path: `${map}?zoom=far` },
    { name: 'map-table', path: `${map}?view=table` },
    { name: 'map-touchpoint', path: `${map}?${search({ touchpoint })}` },
    { name: 'map-people', path: `${map}?${search({ touchpoint, tab: 'people' })}` },
    { name: 'map-phase', path: `${map}?${search({ phase: journey.phases[1]?.id ?? '' })}` },
    { name: 'map-edit', path: `${map}?${search({ touchpoint, tab: 'rule', edit: true })}` },
    {
      name: 'map-filter',
      path: `${map}?${search({ filter })}`,
      act: (page) => page.getByRole('button', { name: /^Filter · 1$/ }).click(),
    },
    { name: 'map-period', path: map, act: click({ de: 'Gesamter Zeitraum', en: 'All time' }) },
  ]
}

const reportSheets = ({ workspace, person }: Seeded): Sheet[] => [
  { name: 'insights', path: `/w/${workspace}/insights` },
  { name: 'funnel', path: `/w/${workspace}/insights/funnel?${search({ steps, by: 'channel' })}` },
  { name: 'funnel-table', path: `/w/${workspace}/insights/funnel?${search({ steps, view: 'table' })}` },
  { name: 'flow', path: `/w/${workspace}/insights/flow` },
  { name: 'flow-table', path: `/w/${workspace}/insights/flow?view=table` },
  { name: 'people', path: `/w/${workspace}/people` },
  { name: 'people-nobody', path: `/w/${workspace}/people?search=niemand` },
  { name: 'person', path: `/w/${workspace}/people/${person}` },
]

const frameSheets = ({ workspace }: Seeded): Sheet[] => [
  { name: 'settings', path: `/w/${workspace}/settings` },
  { name: 'new-workspace', path: '/new-workspace' },
  { name: 'missing', path: `/w/${workspace}/nothing/here` },
  { name: 'missing-workspace', path: '/w/00000000-0000-4000-8000-000000000000/journeys' },
  {
    name: 'palette',
    path: `/w/${workspace}/settings`,
    act: (page) => page.keyboard.press('Control+k'),
  },
]

type Seeded = Awaited<ReturnType<typeof seed>>
type Faults = Readonly<Record<Language, string[]>>
let seeded: Seeded
let first: Faults

/** The very first page is there only as long as nobody has an account. */
beforeAll(async () => {
  const starts = { de: await visit(browser, { language: 'de' }), en: await visit(browser, { language: 'en' }) }
  first = { de: await lookThrough(starts.de, before, 'de'), en: await lookThrough(starts.en, before, 'en') }
  seeded = await seed(starts.de)
  await Promise.all([starts.de.context.close(), starts.en.context.close()])
})

describe.each(languages)(
  'in the language %s, light and dark, on desk and phone, nothing is cut off or unreadable:',
  (language) => {
    test('the first page', () => expect(first[language]).toEqual([]))

    test('pages for people who are not signed in', async () => {
      const person = await visit(browser, { language })
      expect(await lookThrough(person, outside(seeded), language)).toEqual([])
      await person.context.close()
    })

    test.each([
      ['pages of an empty workspace', emptySheets],
      ['the way of a file', importSheets],
      ['the map', mapSheets],
      ['reports and people', reportSheets],
      ['settings and what frames the pages', frameSheets],
    ])('%s', async (_, sheets) => {
      const person = await visit(browser, { language, storageState: seeded.storageState })
      expect(await lookThrough(person, sheets(seeded), language)).toEqual([])
      await person.context.close()
    })
  },
)
