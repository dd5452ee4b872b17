import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { ecom, endAll, type Server, startServer, temporaryDirectory } from './program.ts'
import { seeing, type Visit, visit } from './visit.ts'

const directory = temporaryDirectory()
let server: Server
let browser: Browser

beforeAll(async () => {
  const starting = startServer(directory.file('data'))
  browser = await launchChromium()
  server = await starting
})
afterAll(async () => {
  await browser?.close()
  await endAll()
  directory.remove()
  const { output } = await server.program.ended
  expect(output).not.toContain('"level":50')
})

const password = 'ein ganz langer Satz'
const goalName = 'Einkauf im Onlineshop'

/** People with at least one event on mobile and at least one that came by e-mail, by a plain loop over the file. */
function mobileByMail(): number {
  const [, ...lines] = gunzipSync(readFileSync(ecom)).toString().trim().split('\n')
  const mobile = new Set<string>()
  const mail = new Set<string>()
  for (const line of lines) {
    const [user = '', , , , platform, channel] = line.split(',')
    if (platform === 'mobile') mobile.add(user)
    if (channel === 'email') mail.add(user)
  }
  return [...mobile].filter((user) => mail.has(user)).length
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const digits = (text: string): number => Number(text.replace(/\D/g, ''))

async function signUp(page: Page): Promise<void> {
  await page.goto(server.url)
  await page.getByLabel('Dein Name').fill('Mara Köhler')
  await page.getByLabel('E-Mail').fill('mara@radweg.example')
  await page.getByLabel('Passwort', { exact: true }).fill(password)
  await page.getByLabel('Name', { exact: true }).fill('Rad & Weg')
  await button(page, 'Loslegen').click()
  await page.getByRole('heading', { name: 'Willkommen, Mara' }).waitFor()
}

async function importFile(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Datei wählen' }).click()
  await page.locator('input[type=file]').setInputFiles(ecom)
  const meaning = (column: string) => page.getByLabel(`Bedeutung der Spalte ${column}`, { exact: true })
  await meaning('user_id').waitFor()
  const found = ['user_id', 'timestamp', 'event', 'session_id', 'acquisition_channel', 'platform']
  expect(await Promise.all(found.map((column) => meaning(column).inputValue()))).toEqual([
    expect.stringMatching(/^person:/),
    'time',
    'event',
    'session',
    'channel',
    'property',
  ])
  await button(page, 'Probelauf').click()
  await page.getByRole('heading', { name: 'Probelauf' }).waitFor()
  await page.getByText('31.106').first().waitFor()
  await button(page, 'Importieren').click()
  await page.getByRole('heading', { name: 'Fertig importiert' }).waitFor()
  const figures = await page.getByRole('main').textContent()
  expect(figures).toMatch(/31\.106[\s\S]*600/)
}

async function draftJourney(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Kundenreise entwerfen' }).click()
  await page.getByRole('radio', { name: /^Kauf\b/ }).check({ force: true })
  await page.getByRole('textbox', { name: 'Wie soll die Kundenreise heißen?' }).fill(goalName)
  await button(page, 'Vorschlag zeigen').click()
  await button(page, 'Behalten').click()
  await page.getByText('328 von 600 Menschen erreichten das Ziel').waitFor()
}

type Saved = {
  readonly phases: { id: string; name: string }[]
  readonly touchpoints: { name: string; phase: string }[]
}

/** The journey as the server keeps it. */
async function saved(page: Page): Promise<Saved> {
  const [, workspace, journey] = /\/w\/([^/]+)\/journeys\/([^/?]+)/.exec(page.url()) ?? []
  const answer = await page.request.get(`${server.url}/api/w/${workspace}/journeys/${journey}`)
  return answer.json()
}

const names = async (page: Page) => (await saved(page)).touchpoints.map(({ name }) => name)

async function phaseOf(page: Page, touchpoint: string): Promise<string | undefined> {
  const { phases, touchpoints } = await saved(page)
  const found = touchpoints.find(({ name }) => name === touchpoint)
  return phases.find(({ id }) => id === found?.phase)?.name
}

const card = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}\\b.*\\d (Menschen|people)`) })

async function renameAndMove(page: Page): Promise<void> {
  await button(page, 'Bearbeiten').click()
  await card(page, 'Katalog').click()
  await page.getByRole('tab', { name: 'Ändern' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Katalogseite')
  await page.keyboard.press('Enter')
  await expect.poll(() => names(page)).toContain('Katalogseite')
  await button(page, 'Rückgängig').click()
  await expect.poll(() => names(page)).toContain('Katalog')
  await button(page, 'Wiederholen').click()
  await expect.poll(() => names(page)).toContain('Katalogseite')

  const before = await phaseOf(page, 'Katalogseite')
  expect(before).not.toBe('Kauf')
  await page.getByLabel('Phase', { exact: true }).first().click()
  await page.getByRole('option', { name: 'Kauf', exact: true }).click()
  await expect.poll(() => phaseOf(page, 'Katalogseite')).toBe('Kauf')
  await button(page, 'Rückgängig').click()
  await expect.poll(() => phaseOf(page, 'Katalogseite')).toBe(before)
  await button(page, 'Fertig').click()
  const panel = page.getByRole('complementary', { name: 'Katalogseite' })
  await panel.getByRole('button', { name: 'Schließen' }).click()
  await page.getByText('328 von 600 Menschen erreichten das Ziel').waitFor()
}

async function filterBy(page: Page, field: string, value: string, said = value): Promise<void> {
  await page.getByRole('button', { name: /^Filter( · \d+)?$/ }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Feld', { exact: true }).first().click()
  await page.getByRole('option', { name: field, exact: true }).click()
  await form.getByLabel('Werte', { exact: true }).first().fill(value)
  await page.keyboard.press('Enter')
  await button(page, 'Filter hinzufügen').click()
  await page.getByRole('button', { name: new RegExp(`^Filter entfernen: .*${field}.*${said}`) }).waitFor()
}

/** Every card's people in the order of the map. */
async function peopleOnCards(page: Page): Promise<number[]> {
  const cards = page.getByRole('button', { name: /\d (Menschen|people)$|\d (Menschen|people) / })
  const texts = await cards.allTextContents()
  return texts.map((text) => digits(/([\d.,]+)\s(?:Menschen|people)/.exec(text)?.[1] ?? ''))
}

async function filter(page: Page): Promise<{ address: string; people: number[] }> {
  await filterBy(page, 'platform', 'mobile')
  await filterBy(page, 'Kanal', 'email', 'E-Mail')
  const people = mobileByMail()
  expect(people).toBeGreaterThan(10)
  await page.getByText(new RegExp(`\\d+ von ${people} Menschen erreichten das Ziel`)).waitFor()
  return { address: page.url(), people: await peopleOnCards(page) }
}

async function invite(page: Page, email: string): Promise<string> {
  await page.getByRole('link', { name: 'Einstellungen' }).click()
  const form = page.getByRole('region', { name: 'Mitglieder' })
  await form.getByLabel('E-Mail', { exact: true }).fill(email)
  await form.getByLabel('Rolle', { exact: true }).first().click()
  await page.getByRole('option', { name: 'Betrachter' }).click()
  await button(page, 'Einladung anlegen').click()
  return page.getByLabel(`Einladungslink für ${email}`).inputValue()
}

async function join(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('heading', { name: 'Invitation to “Rad & Weg”' }).waitFor()
  await page.getByLabel('Your name').fill('Ben Ode')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await button(page, 'Join').click()
  await page.waitForURL(/\/w\//)
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** By the link alone: it leads through signing in to the very same view. */
async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByLabel('E-mail').fill('ben@radweg.example')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await button(page, 'Sign in').click()
  await page.getByText(`of ${mobileByMail()} people reached the goal`).waitFor()
}

async function isRefusedToEdit(page: Page): Promise<void> {
  await page.getByRole('heading', { name: goalName }).waitFor()
  expect(await button(page, 'Edit').count()).toBe(0)
  expect(await button(page, goalName).count()).toBe(0)
  const [, workspace, journey] = /\/w\/([^/]+)\/journeys\/([^/?]+)/.exec(page.url()) ?? []
  const status = await page.evaluate(async (path) => {
    const read = await fetch(path)
    const body = JSON.stringify({ ...(await read.json()), name: 'Mine' })
    const headers = { 'content-type': 'application/json' }
    return (await fetch(path, { method: 'PUT', headers, body })).status
  }, `/api/w/${workspace}/journeys/${journey}`)
  expect(status).toBe(403)
}

async function lookAtPeople(page: Page): Promise<void> {
  await card(page, 'Katalogseite').click()
  const panel = page.getByRole('complementary', { name: 'Katalogseite' })
  await panel.getByText('What came before').waitFor()
  await panel.getByRole('tab', { name: 'People' }).click()
  await panel.getByText(/^\d+ people$/).waitFor()
  await panel
    .getByRole('button', { name: /user_\d+/ })
    .first()
    .click()
  await panel.getByText('Every touch, newest first').waitFor()
  expect(await panel.getByRole('listitem').count()).toBeGreaterThan(3)
  await panel.getByRole('link', { name: 'Open as a page' }).click()
  await page.getByRole('heading', { name: /^user_\d+/ }).waitFor()
  await page.getByRole('heading', { name: 'Timeline' }).waitFor()
}

async function asOwner({ page }: Visit): Promise<{ link: string; address: string; people: number[] }> {
  await signUp(page)
  await importFile(page)
  await draftJourney(page)
  await renameAndMove(page)
  const view = await filter(page)
  return { ...view, link: await invite(page, 'ben@radweg.example') }
}

async function asViewer({ page }: Visit, seen: { link: string; address: string; people: number[] }): Promise<void> {
  await join(page, seen.link)
  await signOut(page)
  await signInByLink(page, seen.address)
  expect(await peopleOnCards(page)).toEqual(seen.people)
  await isRefusedToEdit(page)
  await lookAtPeople(page)
  await signOut(page)
}

test('a newcomer goes the whole way, and a colleague follows as viewer', async () => {
  const owner = await visit(browser, { language: 'de' })
  const seen = await seeing(owner.page, 'owner', () => asOwner(owner))
  const viewer = await visit(browser, { language: 'en' })
  await seeing(viewer.page, 'viewer', () => asViewer(viewer, seen))
  expect([...owner.complaints, ...viewer.complaints]).toEqual([])
}, 240_000)
