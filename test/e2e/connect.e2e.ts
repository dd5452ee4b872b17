import { createServer, type Server as WebServer } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { endAll, type Server, startServer, temporaryDirectory, workspaceIn } from './program.ts'
import { seeing, visit } from './visit.ts'

const directory = temporaryDirectory()
const data = directory.file('data')
let server: Server
let browser: Browser
/** The customer's website, on an origin of its own. */
let website: WebServer
let site = ''
let head = ''

beforeAll(async () => {
  const starting = startServer(data)
  browser = await launchChromium()
  server = await starting
  website = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="de"><head><title>Laden</title>${head}</head><body><h1>Laden</h1></body></html>`,
    )
  })
  await new Promise<void>((done) => website.listen(0, '127.0.0.1', done))
  const address = website.address()
  site = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(async () => {
  await browser?.close()
  website?.close()
  await endAll()
  directory.remove()
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const shownCode = async (page: Page) => (await page.locator('pre:visible').first().textContent()) ?? ''

/** Opens the website as somebody else would; returns the hosts that it spoke to. */
async function visitsTheWebsite(until: RegExp): Promise<string[]> {
  const { context, page } = await visit(browser, { language: 'de' })
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  const sent = page.waitForResponse((answer) => until.test(answer.url()) && answer.request().method() === 'POST')
  await page.goto(site)
  expect((await sent).status()).toBe(200)
  await context.close()
  return [...hosts]
}

async function signsUp(page: Page): Promise<void> {
  const who = { name: 'Mara Köhler', email: 'mara@radweg.example', password: 'ein ganz langer Satz' }
  const headers = { origin: server.url }
  const signedUp = await page.request.post(`${server.url}/api/auth/sign-up/email`, { data: who, headers })
  expect(signedUp.ok()).toBe(true)
  const shop = { name: 'Rad & Weg', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  expect((await page.request.post(`${server.url}/api/workspaces`, { data: shop, headers })).ok()).toBe(true)
}

async function connectsAWebsite(page: Page, own: string[]): Promise<void> {
  await page.goto(`${server.url}/w/${await workspaceIn(data)}/welcome`)
  await page.getByRole('link', { name: 'Website verbinden' }).click()
  await page.getByLabel('Name').fill('Onlineshop')
  await page.getByLabel('Welche Seiten dürfen senden?').fill(`${site}\nradweg.example`)
  await button(page, 'Quelle anlegen').click()
  await page.getByText('„radweg.example“ ist keine Adresse').waitFor()
  await page.getByLabel('Welche Seiten dürfen senden?').fill(site)
  await button(page, 'Quelle anlegen').click()
  await page.getByText('Wartet auf das erste Ereignis').waitFor()
  head = await shownCode(page)
  expect(head).toContain(`src="${server.url}/t.js"`)
  expect((await visitsTheWebsite(/\/v1\//)).sort()).toEqual(own)
  await page.getByText('Es funktioniert: Ereignisse kommen an').waitFor()
}

async function usesSegmentsSnippet(page: Page, own: string[]): Promise<void> {
  await page.getByRole('tab', { name: 'Segment-Snippet' }).click()
  await page.getByText('ruft zuerst segment.com auf').waitFor()
  head = await shownCode(page)
  expect((await visitsTheWebsite(/\/v1\/p$/)).sort()).toEqual(own)
}

async function watchesAndPauses(page: Page): Promise<void> {
  await button(page, 'Live ansehen').click()
  const events = page.getByRole('listitem').filter({ has: page.locator('summary') })
  await events.nth(1).waitFor()
  await events.first().locator('summary').click()
  await page.getByRole('link', { name: 'Kunde ansehen' }).waitFor()
  await page.getByLabel('Filtern').fill('das gibt es nicht')
  await page.getByText('passt zum Filter').waitFor()
  await button(page, 'Onlineshop anhalten').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Anhalten', exact: true }).click()
  await page.getByText('„Onlineshop“ ist angehalten').waitFor()
  await visitsTheWebsite(/\/v1\/p$/)
  await page.getByText('Die Quelle war angehalten').first().waitFor()
}

test('somebody connects a website, sees the first event arrive, uses the snippet of Segment, watches and pauses', async () => {
  const { context, page, complaints } = await visit(browser, { language: 'de' })
  await signsUp(page)
  const own = [new URL(site).host, new URL(server.url).host].sort()
  await seeing(page, 'connect', async () => {
    await connectsAWebsite(page, own)
    await usesSegmentsSnippet(page, own)
    await watchesAndPauses(page)
  })
  expect(complaints).toEqual([])
  await context.close()
}, 180_000)
