import { createHmac } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf } from '../../src/features/collect/web/sources/ways.ts'
import { launchChromium } from './chromium.ts'
import { openSite } from './front.ts'
import {
  askLocal,
  endAll,
  fernwehJson,
  type Server,
  startServer,
  temporaryDirectory,
  until,
  workspaceIn,
} from './program.ts'
import { seeing, visit } from './visit.ts'

const directory = temporaryDirectory()
const data = directory.file('data')
let server: Server
let browser: Browser
let site: Awaited<ReturnType<typeof openSite>>
let workspace = ''
let source = { source: '', key: '' }

const shop = (snippet: string) => `<!doctype html><title>Lastenräder</title>
<script>window.fernweh = window.fernweh || function () { (fernweh.q = fernweh.q || []).push(arguments) }</script>
${snippet}
<button data-fw="size_chosen" data-fw-size="L">Größe L</button>
<form name="kontakt" data-fw-place="footer"><input name="mail" value="anna@geheim.example"><button>Senden</button></form>
<a href="https://partner.example/rad?token=geheim">Partner</a>
<script>
  for (const one of document.querySelectorAll('form, a')) one.addEventListener(one.tagName === 'A' ? 'click' : 'submit', (event) => event.preventDefault())
</script>`

beforeAll(async () => {
  const starting = startServer(data)
  browser = await launchChromium()
  server = await starting
  source = await fernwehJson(data, 'source', 'add', 'Shop', '--kind', 'website')
  workspace = await workspaceIn(data)
  const page = shop(codeOf('tracker', { origin: server.url, key: source.key }).text)
  site = await openSite({ '/': page, '/rad': page, '/leer': '<!doctype html><title>Leer</title>' })
})
afterAll(async () => {
  await browser?.close()
  await endAll()
  await site?.close()
  directory.remove()
})

type Received = {
  readonly name: string
  readonly channel: string
  readonly personId: string
  readonly properties: Readonly<Record<string, string>>
}

/** What came in, oldest first. */
async function received(): Promise<Received[]> {
  const path = `/api/w/${workspace}/sources/${source.source}/events?limit=200`
  return (await askLocal<Received[]>(data, 'GET', path)).reverse()
}
const names = async () => (await received()).map(({ name }) => name)

/** Everything that a page can leave on the device. */
async function kept(context: BrowserContext, page: Page) {
  const inPage = await page.evaluate(async () => ({
    cookie: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).length,
    caches: 'caches' in globalThis ? (await caches.keys()).length : 0,
  }))
  return { ...inPage, cookies: (await context.cookies()).length }
}
const nothing = { cookie: '', local: [], session: [], databases: 0, caches: 0, cookies: 0 }

type Fernweh = (call: string, ...given: unknown[]) => void
declare const window: { readonly fernweh: Fernweh }
const call = (page: Page, ...given: Parameters<Fernweh>) => page.evaluate((said) => window.fernweh(...said), given)

/** Waits for as many more events as named and gives them. */
async function more(before: number, ...wanted: readonly string[]): Promise<Received[]> {
  await until(async () => (await names()).slice(before), wanted)
  return (await received()).slice(before)
}

test('before consent everything is counted and nothing is left on the device', async () => {
  const { context, page, complaints } = await visit(browser, { language: 'de' })
  await seeing(page, 'tracker', async () => {
    await page.goto(`${site.url}/?utm_source=google&utm_medium=cpc&gclid=abc&mail=anna@geheim.example`)
    await more(0, 'page_view')
    await page.evaluate(() => history.pushState({}, '', '/rad?farbe=rot'))
    await more(1, 'page_view')
    await page.getByRole('button', { name: 'Größe L' }).click()
    await more(2, 'size_chosen')
    await page.getByRole('button', { name: 'Senden' }).click()
    await more(3, 'form_submitted')
    await page.getByText('Partner').click()
    const [first, second, click, form, link] = [...(await received()).slice(0, 4), ...(await more(4, 'outbound_click'))]
    expect(first).toMatchObject({ channel: 'paid_search', properties: { title: 'Lastenräder', path: '/' } })
    expect(second).toMatchObject({ channel: 'paid_search', properties: { path: '/rad' } })
    expect(click?.properties).toMatchObject({ size: 'L' })
    expect(form?.properties).toMatchObject({ form: 'kontakt', place: 'footer' })
    expect(link?.properties).toMatchObject({ host: 'partner.example', path: '/rad' })
    expect(JSON.stringify(await received())).not.toMatch(/geheim|farbe/)
    expect(new Set((await received()).map(({ personId }) => personId)).size).toBe(1)
    expect(await kept(context, page)).toEqual(nothing)
    await call(page, 'track', 'left')
    await page.goto(`${site.url}/leer`)
    await more(5, 'left')
  })
  expect(complaints).toEqual([])
  await context.close()
})

test('a refusal is all that is remembered, and nothing more is sent', async () => {
  const before = (await received()).length
  const { context, page } = await visit(browser, { language: 'de' })
  await page.goto(site.url)
  await more(before, 'page_view')
  await call(page, 'consent', { analytics: false })
  await page.reload()
  await call(page, 'track', 'never')
  expect(await kept(context, page)).toEqual({ ...nothing, local: ['fernweh'] })
  expect(await page.evaluate(() => localStorage.getItem('fernweh'))).toBe('{"allowed":false}')
  await context.close()
  expect((await names()).slice(before)).toEqual(['page_view'])
})

/** As the server of the site signs who is at its pages. */
async function tokenFor(user: string): Promise<string> {
  const sources = await askLocal<{ id: string }[]>(data, 'GET', `/api/w/${workspace}/sources`)
  const path = `/api/w/${workspace}/sources/${sources[0]?.id}/signing`
  const { secret } = await askLocal<{ secret: string }>(data, 'POST', path, {})
  const ends = Math.floor(Date.now() / 1000) + 3600
  return `${ends}.${createHmac('sha256', secret).update(`${ends}.${user}`).digest('hex')}`
}

type Consents = { readonly states: readonly { readonly purpose: string; readonly state: string }[] }
/** What counts for a person, beside what nobody asked about. */
async function consentsOf(person: string): Promise<Record<string, string>> {
  const { states } = await askLocal<Consents>(data, 'GET', `/api/w/${workspace}/people/${person}/consents`)
  return Object.fromEntries(
    states.filter(({ state }) => state !== 'none').map(({ purpose, state }) => [purpose, state]),
  )
}

test('with consent the person is known, what waits offline comes once, and taking it back deletes all', async () => {
  const before = (await received()).length
  const { context, page } = await visit(browser, { language: 'de' })
  await page.goto(site.url)
  await more(before, 'page_view')
  await call(page, 'consent', { analytics: true, newsletter: false }, '1')
  await call(page, 'identify', 'kundin-7', { firstName: 'Anna' }, await tokenFor('kundin-7'))
  await call(page, 'consent', { analytics: true, newsletter: false }, '1')
  await more(before, 'page_view', 'consent', 'identify', 'consent')
  expect(await kept(context, page)).toEqual({ ...nothing, local: ['fernweh'] })
  const people = async () => [...new Set((await received()).slice(before + 1).map(({ personId }) => personId))]
  await until(async () => (await people()).length, 1)
  const [person = ''] = await people()
  const profile = await askLocal<unknown>(data, 'GET', `/api/w/${workspace}/people/${person}`)
  expect(JSON.stringify(profile)).toContain('kundin-7')
  expect(await consentsOf(person)).toEqual({ analytics: 'granted', newsletter: 'denied' })
  await context.setOffline(true)
  await call(page, 'track', 'offline_one')
  await call(page, 'track', 'offline_two')
  await page.goto('about:blank')
  await page.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(site.url)
  const names = ['page_view', 'consent', 'identify', 'consent', 'offline_one', 'offline_two', 'page_view']
  await more(before, ...names)
  const left = (page: Page) => page.evaluate(() => localStorage.getItem('fernweh'))
  await context.setOffline(true)
  await call(again, 'track', 'never_sent')
  await call(again, 'consent', { analytics: false })
  expect(await left(again)).not.toContain('never_sent')
  await again.goto('about:blank')
  await again.close()
  await context.setOffline(false)
  const last = await context.newPage()
  await last.goto(site.url)
  await until(() => consentsOf(person), { analytics: 'withdrawn', newsletter: 'denied' })
  await until(() => left(last), '{"allowed":false}')
  await context.close()
})
