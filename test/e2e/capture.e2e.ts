import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { cutOff, seriousFaults } from './inspection.ts'
import {
  askLocal,
  endAll,
  holderOf,
  type Server,
  startServer,
  temporaryDirectory,
  until,
  workspaceIn,
} from './program.ts'
import { photograph, seeing, visit } from './visit.ts'

const directory = temporaryDirectory()
const data = directory.file('data')
let server: Server
let browser: Browser
let workspace = ''

beforeAll(async () => {
  const starting = startServer(data)
  browser = await launchChromium()
  server = await starting
  const { context } = await visit(browser, { language: 'de' })
  const origin = { headers: { origin: server.url } }
  const who = { name: 'Mara Köhler', email: 'mara@radweg.example', password: 'ein ganz langer Satz' }
  await context.request.post(`${server.url}/api/auth/sign-up/email`, { data: who, ...origin })
  const shop = { name: 'Rad & Weg', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  await context.request.post(`${server.url}/api/workspaces`, { data: shop, ...origin })
  signedIn = await context.storageState()
  await context.close()
  workspace = await workspaceIn(data)
})
afterAll(async () => {
  await browser?.close()
  await endAll()
  directory.remove()
  const { output } = await server.program.ended
  expect(output).not.toContain('"level":50')
})

let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>

type Settings = {
  readonly kind: 'question' | 'staff'
  readonly name: string
  readonly burst?: number
  readonly extra?: boolean
}

async function addDevice({ kind, name, burst = 0, extra = false }: Settings): Promise<{ id: string; link: string }> {
  const settings = { kind, name, place: 'Freiburg', till: '', language: 'de', extra, burst }
  const path = `/api/w/${workspace}/capture/devices`
  const made = await askLocal<{ key: string; device: { id: string } }>(data, 'POST', path, settings)
  return { id: made.device.id, link: `${server.url}/capture/${made.key}` }
}

type Report = {
  readonly named: number
  readonly skipped: number
  readonly suspected: number
  readonly tills: readonly {
    readonly device: string
    readonly named: number
    readonly skipped: number
    readonly suspected: number
  }[]
}

async function countsOf(device: string): Promise<unknown> {
  const report = await askLocal<Report>(data, 'POST', `/api/w/${workspace}/reports/stated`, {})
  const till = report.tills.find((one) => one.device === device)
  return till && { named: till.named, skipped: till.skipped, suspected: till.suspected }
}

type Vocabulary = { readonly events: readonly { readonly name: string; readonly count: number }[] }

async function eventCount(name: string): Promise<number> {
  const { events } = await askLocal<Vocabulary>(data, 'GET', `/api/w/${workspace}/vocabulary`)
  return events.find((event) => event.name === name)?.count ?? 0
}

const waitingOn = (page: Page): Promise<string | null> => page.locator('.fc-status').getAttribute('data-waiting')

/** The page works without a network from here on. */
async function openInstalled(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
}

const backToQuestion = (page: Page): Promise<void> => page.locator('.fc-question').waitFor()

async function answerWith(page: Page, selector: string): Promise<void> {
  await page.locator(selector).click()
  await page.locator('.fc-thanks').waitFor()
  await backToQuestion(page)
}

const tablet = { width: 1024, height: 768 }
const phone = { width: 390, height: 844 }

describe('the question at the till', () => {
  test('goes on without a network, through a reload, and every answer arrives exactly once', async () => {
    const { id, link } = await addDevice({ kind: 'question', name: 'Kasse 1' })
    const { context, page, complaints } = await visit(browser, { language: 'de', size: tablet })
    await seeing(page, 'capture-offline', async () => {
      await openInstalled(page, link)
      await answerWith(page, '[data-tile="empfehlung"]')
      await until(() => countsOf(id), { named: 1, skipped: 0, suspected: 0 })
      await context.setOffline(true)
      await answerWith(page, '[data-tile="suche"]')
      await answerWith(page, '[data-none]')
      await until(() => waitingOn(page), '2')
      await page.reload()
      await backToQuestion(page)
      await page.getByText('Keine Verbindung · 2 warten auf Übertragung').waitFor()
      await page.locator('[data-other]').click()
      await page.locator('textarea').fill('Im Radio gehört')
      await page.getByRole('button', { name: 'Fertig' }).click()
      await backToQuestion(page)
      await page.close()
      await context.setOffline(false)
      const again = await context.newPage()
      await again.goto(link)
      await until(() => waitingOn(again), '0')
      await until(() => countsOf(id), { named: 3, skipped: 1, suspected: 0 })
      await again.reload()
      await until(() => waitingOn(again), '0')
      expect(await countsOf(id)).toEqual({ named: 3, skipped: 1, suspected: 0 })
    })
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    await context.close()
  })

  test('marks answers in quick succession as play', async () => {
    const { id, link } = await addDevice({ kind: 'question', name: 'Spielkasse', burst: 15 })
    const { context, page } = await visit(browser, { language: 'de', size: tablet })
    await seeing(page, 'capture-burst', async () => {
      await page.goto(link)
      for (const tile of ['suche', 'newsletter', 'empfehlung']) await answerWith(page, `[data-tile="${tile}"]`)
      await until(() => countsOf(id), { named: 0, skipped: 0, suspected: 3 })
    })
    await context.close()
  })

  test('lets staff add a customer and an amount as Germans write it', async () => {
    const { id, link } = await addDevice({ kind: 'question', name: 'Kasse 2', extra: true })
    const { context, page } = await visit(browser, { language: 'de', size: tablet })
    await seeing(page, 'capture-extra', async () => {
      await page.goto(link)
      await page.locator('[data-tile="suche"]').click()
      await page.getByRole('button', { name: 'Kunde oder Betrag ergänzen' }).click()
      await page.getByLabel('Kundennummer oder E-Mail').fill('K-4711')
      await page.getByLabel('Betrag in EUR').fill('1.29')
      await page.getByLabel('Betrag in EUR').fill('1.299,5 Euro')
      await page.getByRole('button', { name: 'Speichern' }).click()
      await page.getByText('Bitte so: 129,90').waitFor()
      await page.getByLabel('Betrag in EUR').fill('1.299,50 €')
      await page.getByRole('button', { name: 'Speichern' }).click()
      await until(() => countsOf(id), { named: 1, skipped: 0, suspected: 0 })
    })
    const people = `/api/w/${workspace}/people?search=K-4711`
    await until(async () => JSON.stringify(await askLocal<unknown>(data, 'GET', people)).includes('K-4711'), true)
    await context.close()
  })

  test('says when its link is revoked, and can be used with keys alone', async () => {
    const { id, link } = await addDevice({ kind: 'question', name: 'Kasse 3' })
    const { context, page } = await visit(browser, { language: 'en', size: tablet })
    await page.goto(link)
    await backToQuestion(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('0')
    await page.locator('.fc-thanks').waitFor()
    await until(() => countsOf(id), { named: 0, skipped: 1, suspected: 0 })
    const { port, token } = holderOf(data)
    await fetch(`http://127.0.0.1:${port}/api/w/${workspace}/capture/devices/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    })
    await page.reload()
    await page.getByText('This link is no longer valid').waitFor()
    await context.close()
  })
})

describe('quick capture', () => {
  const note = (page: Page, kind: string): Promise<void> => page.locator(`[data-kind="${kind}"]`).click()

  test('keeps notes without a network, takes one back, and sends the rest exactly once', async () => {
    const { link } = await addDevice({ kind: 'staff', name: 'Telefon am Tresen' })
    const { context, page } = await visit(browser, { language: 'de', size: phone })
    await seeing(page, 'capture-notes', async () => {
      await openInstalled(page, link)
      await context.setOffline(true)
      for (const kind of ['walk_in', 'phone_call', 'order_card']) await note(page, kind)
      await page.getByText('Bestellkarte notiert').waitFor()
      await page.getByRole('button', { name: 'Anruf zurücknehmen' }).click()
      await until(() => waitingOn(page), '2')
      await page.reload()
      await until(() => waitingOn(page), '2')
      await context.setOffline(false)
      await until(() => waitingOn(page), '0')
      await until(() => eventCount('store_visit'), 1)
      await until(() => eventCount('order_card_sent'), 1)
      expect(await eventCount('phone_advice')).toBe(0)
      await page.getByRole('button', { name: 'Bestellkarte zurücknehmen' }).click()
      await until(() => waitingOn(page), '0')
      await until(() => eventCount('order_card_sent'), 0)
      expect(await eventCount('store_visit')).toBe(1)
    })
    await context.close()
  })

  test('works for people who are signed in', async () => {
    const { context, page, complaints } = await visit(browser, { language: 'de', size: phone, storageState: signedIn })
    await seeing(page, 'capture-signed-in', async () => {
      await page.goto(`${server.url}/w/${workspace}/capture`)
      await note(page, 'recommendation')
      await page.getByRole('button', { name: 'Empfehlung ergänzen' }).click()
      await page.getByLabel('Notiz').fill('Bringt ihre Schwester mit')
      await page.getByRole('button', { name: 'Speichern' }).click()
      await context.setOffline(true)
      await note(page, 'complaint')
      await until(async () => (await page.locator('.fc-status').textContent())?.includes('Keine Verbindung'), true)
      await context.setOffline(false)
      await until(() => waitingOn(page), '0')
      await until(() => eventCount('friend_referred'), 1)
      await until(() => eventCount('complaint'), 1)
    })
    expect(complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([])
    await context.close()
  })
})

const looks = [
  { name: 'wide', size: tablet },
  { name: 'tall', size: { width: 768, height: 1024 } },
  { name: 'phone', size: phone },
  { name: 'phone-wide', size: { width: 844, height: 390 } },
] as const

describe.each(looks)('on a screen that is $name', ({ name, size }) => {
  test.each(['de', 'en'] as const)('nothing scrolls or is cut off (%s)', async (language) => {
    const question = await addDevice({ kind: 'question', name: `Kasse ${name}` })
    const scheme = language === 'de' ? 'light' : 'dark'
    const { context, page } = await visit(browser, { language, size, scheme })
    await page.goto(question.link)
    await backToQuestion(page)
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
    await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(done))))
    await photograph(page, `capture-${name}-${language}`)
    const scrolls = await page.evaluate(() =>
      [...document.querySelectorAll('.fc-screen, .fc-tile, .fc-grid')]
        .filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
        .map((box) => `${box.className} ${box.textContent}`),
    )
    expect([...scrolls, ...(await cutOff(page)), ...(await seriousFaults(page))]).toEqual([])
    await context.close()
  })
})

const pages = ['sources/capture', 'sources/capture/tiles', 'sources/capture/tally', 'insights/stated', 'capture']

describe.each([
  { name: 'desk', size: { width: 1440, height: 900 } },
  { name: 'phone', size: phone },
])('the pages about it on a $name', ({ name, size }) => {
  test.each(['de', 'en'] as const)('have nothing cut off or unreadable (%s)', async (language) => {
    const scheme = language === 'de' ? 'light' : 'dark'
    const { context, page, complaints } = await visit(browser, { language, size, scheme, storageState: signedIn })
    const faults: string[] = []
    for (const path of pages) {
      await page.goto(`${server.url}/w/${workspace}/${path}`)
      await page.locator('h1').first().waitFor()
      await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root, [aria-busy=true]') === null)
      await photograph(page, `capture-page-${path.replaceAll('/', '-')}-${name}-${language}`)
      const found = [...(await cutOff(page)), ...(await seriousFaults(page))]
      faults.push(...found.map((fault) => `${path}: ${fault}`))
    }
    expect([...faults, ...complaints]).toEqual([])
    await context.close()
  })
})
