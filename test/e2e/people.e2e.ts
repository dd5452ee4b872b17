import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressBook, alike, asGermanFile } from './addressBook.ts'
import { launchChromium } from './chromium.ts'
import { endAll, fernwehJson, type Server, startServer, temporaryDirectory } from './program.ts'
import {
  at,
  button,
  chooseContacts,
  customer,
  figuresOf,
  filesWith,
  heading,
  history,
  importsContacts,
  newsletter,
  openCompany,
  openSource,
  type Shop,
  searchPeople,
  section,
  track,
} from './shop.ts'
import { seeing, visit } from './visit.ts'

const directory = temporaryDirectory()
const data = directory.file('data')
let server: Server
let browser: Browser
let company: Awaited<ReturnType<typeof openCompany>>

beforeAll(async () => {
  const starting = startServer(data)
  browser = await launchChromium()
  server = await starting
  company = await openCompany({ server, data, browser })
})
afterAll(async () => {
  await browser?.close()
  await endAll()
  directory.remove()
  const { output } = await server.program.ended
  expect(output).not.toContain('"level":50')
})

const unique = [
  'K099999',
  'Frau',
  'Änne',
  'Größler-Æbelø',
  'aenne@adressbuch.example',
  '0351 47110815',
  'Weißeritzufer 3',
]
const book = addressBook(2000, [...unique, '01067', 'Dresden', '07.03.1961', 'ja'])
const bookFile = { name: 'Kundenliste März.csv', buffer: book.bytes }
const counts = { neu: '1.880', geändert: '0', unverändert: '100', abgelehnt: '20', gelesen: '2.000' }

async function triesContacts(page: Page): Promise<void> {
  await chooseContacts(page, bookFile)
  await page.getByText('Zeichensatz Windows-1252').waitFor()
  await page.reload()
  const meaning = (column: string) => page.getByRole('combobox', { name: `Bedeutung von ${column}`, exact: true })
  await meaning('PLZ').waitFor()
  const found = ['Kundennummer', 'Anrede', 'PLZ', 'Geburtsdatum', 'Newsletter']
  expect(await Promise.all(found.map((column) => meaning(column).inputValue()))).toEqual([
    'Kundennummer',
    'Anrede oder Geschlecht',
    'Postleitzahl',
    'Geburtstag',
    'Newsletter erlaubt',
  ])
  await page.getByText(/^01067 · /).waitFor()
  await button(page, 'Probelauf').click()
  expect(await figuresOf(page.getByRole('region', { name: 'Das würde geschehen' }))).toEqual(counts)
}

async function downloadsRejects(page: Page): Promise<void> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Abgelehnte Zeilen herunterladen' }).click()
  const text = readFileSync(await (await downloading).path(), 'utf8')
  const [heads, ...rows] = text.trimEnd().split('\r\n')
  expect(heads).toMatch(/^\ufeffKundennummer;.*;Newsletter;/)
  expect(rows.map((row) => row.split(';').slice(0, 11).join(';'))).toEqual(book.wrong)
}

/** Narrows the list by a rule that stands in its address, and takes the rule away again. */
async function filtersPeople(page: Page): Promise<void> {
  const opener = button(page, 'Filter')
  const form = page.getByRole('dialog', { name: 'Wen soll die Liste zeigen?' })
  await opener.click()
  await form.getByRole('combobox', { name: 'Worum es geht' }).click()
  await page.getByRole('option', { name: 'Angabe', exact: true }).click()
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'hidden' })
  await expect.poll(() => opener.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await form.getByRole('combobox', { name: 'Worum es geht' }).click()
  await page.getByRole('option', { name: 'Angabe', exact: true }).click()
  await form.getByRole('combobox', { name: 'Welche Angabe' }).fill('Ort')
  await form.getByRole('combobox', { name: 'Werte' }).fill('Dresden')
  await page.keyboard.press('Enter')
  await form.getByText('1 von 1.880 Menschen').waitFor()
  await button(form, 'Anwenden').click()
  await page.getByText('Ein Treffer.').waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Änne Größler-Æbelø' }).waitFor()
  await button(page, 'Filter entfernen: „Ort“ ist „Dresden“').click()
  await page.getByText('1.880 Menschen.').waitFor()
}

test('a list of contacts of a German CRM comes in, is found, comes again and is taken back', async () => {
  const { page, complaints, ask } = await company.openShop('Rad & Weg', { language: 'de' })
  await seeing(page, 'people-contacts', async () => {
    await triesContacts(page)
    expect(await importsContacts(page, 'Die Kontakte sind da')).toEqual(counts)
    const imported = page.url()
    await downloadsRejects(page)
    await page.getByRole('link', { name: 'Zu den Kunden' }).click()
    await page.getByText('1.880 Menschen.').waitFor()
    await filtersPeople(page)
    for (const text of ['Größler-Æ', 'Aenne Groessler']) {
      await searchPeople(page, 'Kunden suchen', text)
      await page.getByText('Ein Treffer.').waitFor()
    }
    await page.getByRole('link', { name: 'Änne Größler-Æbelø' }).click()
    await page.reload()
    await heading(page, 'Änne Größler-Æbelø').waitFor()
    await page.getByText('01067', { exact: true }).waitFor()
    await chooseContacts(page, bookFile)
    const again = { ...counts, neu: '0', unverändert: '1.980' }
    expect(await importsContacts(page, 'Alles war schon bekannt')).toEqual(again)
    await page.goto(imported)
    await button(page, 'Zurücknehmen').click()
    await button(page.getByRole('dialog'), 'Zurücknehmen').click()
    await heading(page, 'Der Import ist zurückgenommen').waitFor()
    await page.getByRole('link', { name: 'Kunden', exact: true }).first().click()
    await heading(page, 'Noch keine Kunden').waitFor()
    expect(await ask('/people')).toMatchObject({ total: 0 })
  })
  expect(complaints).toEqual([])
})

/** Everything that a profile shows but the log of merges, which only grows. */
async function shownOf(page: Page, shop: Shop, person: string): Promise<unknown> {
  const proofs = page.waitForResponse((answer) => answer.url().endsWith('/identifiers'))
  await page.goto(`${server.url}/w/${shop.id}/people/${person}`)
  await proofs
  const parts = ['Timeline', 'What we know', 'Identifiers', 'Consents'].map((name) => section(page, name))
  await section(page, 'Timeline').getByRole('listitem').first().waitFor()
  await section(page, 'Consents').getByRole('listitem').first().waitFor()
  const figures = await figuresOf(page)
  return { figures, parts: await Promise.all(parts.map((part) => part.textContent())) }
}

/** Both people wherever they count: their pages, the list, a report, what the command line and the API say. */
async function everywhere(page: Page, shop: Shop, people: readonly string[]) {
  const profiles = []
  for (const person of people) profiles.push(await shownOf(page, shop, person))
  await page.goto(`${server.url}/w/${shop.id}/people`)
  await page.getByRole('rowheader').first().waitFor()
  const list = await page.getByRole('row').allTextContents()
  const steps = ['product_view', 'purchase']
  const funnel = await shop.post<{ steps: { people: number }[] }>('/reports/funnel', { steps })
  const stats = await fernwehJson(data, 'stats', '--workspace', shop.id)
  const answers = await Promise.all(people.map((person) => shop.ask(`/people/${person}`)))
  return { profiles, list, funnel, stats, answers }
}

const sum = (people: number) => ({ events: 7, people, value: '2549.40', rejected: 0 })

test('two profiles become one and are parted again exactly as they were', async () => {
  const shop = await company.openShop('Bike & Way', { language: 'en' })
  const { page, complaints, ask } = shop
  const source = await openSource(server, shop)
  await source.send(history)
  await source.settled(2, 7)
  const { people } = await ask<{ people: { personId: string; named: boolean }[] }>('/people')
  const ids = people.map(({ personId }) => personId)
  await seeing(page, 'people-merge', async () => {
    const before = await everywhere(page, shop, ids)
    await page.getByRole('link', { name: /^Unknown/ }).click()
    await button(page, 'Merge …').click()
    const dialog = page.getByRole('dialog', { name: 'Merge with whom?' })
    await page.keyboard.type('Groessler')
    await dialog.getByRole('button', { name: /^Jürgen Größler/ }).press('Enter')
    await dialog.getByRole('table').waitFor()
    await button(dialog, 'Merge').click()
    await heading(page, 'Jürgen Größler').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(() => section(page, 'Timeline').getByRole('listitem').count()).toBe(7)
    expect(await figuresOf(page)).toMatchObject({ Value: '€2,549', Touches: '7' })
    const merged = await everywhere(page, shop, [new URL(page.url()).pathname.split('/').at(-1) ?? ''])
    expect(merged.list.slice(1)).toEqual([expect.stringMatching(/^Jürgen Größler.*20267€2,549$/)])
    expect(before.funnel.steps.map((step) => step.people)).toEqual([1, 0])
    expect(merged.funnel.steps.map((step) => step.people)).toEqual([1, 1])
    expect([before.stats, merged.stats]).toEqual([sum(2), sum(1)])
    await page.getByRole('link', { name: 'Jürgen Größler' }).click()
    await button(section(page, 'Merged and parted'), 'Take back').first().click()
    await source.settled(2, 7)
    expect(await everywhere(page, shop, ids)).toEqual(before)
  })
  expect(complaints).toEqual([])
})

test('contacts that look alike are proposed and decided by keyboard', async () => {
  const { page, complaints, ask } = await company.openShop('Zwillinge', { language: 'de' })
  await seeing(page, 'people-duplicates', async () => {
    await chooseContacts(page, { name: 'Doppelt.csv', buffer: asGermanFile(alike) })
    expect(await importsContacts(page, 'Die Kontakte sind da')).toMatchObject({ neu: '5', abgelehnt: '0' })
    await page.getByRole('link', { name: 'Dubletten prüfen' }).click()
    await page.getByText('2 Paare warten auf deine Entscheidung.').waitFor()
    const pairs = page.getByRole('navigation', { name: 'Paare' }).getByRole('button')
    const pair = page.getByRole('region', { name: /Hans Müller/ })
    expect(await pairs.count()).toBe(2)
    if (!(await pair.isVisible())) await page.keyboard.press('ArrowDown')
    await pair.getByText('gleicher Geburtstag').waitFor()
    await page.reload()
    await pair.getByRole('rowheader', { name: /Straße/ }).waitFor()
    await page.keyboard.press('z')
    await page.getByText('Ein Paar wartet auf deine Entscheidung.').waitFor()
    await page.getByRole('region', { name: /Groß/ }).getByRole('table').waitFor()
    await page.keyboard.press('n')
    await page.getByText('Keine Dubletten').waitFor()
    expect(await ask('/people')).toMatchObject({ total: 4 })
    await page.getByRole('link', { name: 'Kunden', exact: true }).first().click()
    await page.getByText('4 Menschen.').waitFor()
    await searchPeople(page, 'Kunden suchen', 'D2')
    await page.getByRole('link', { name: /Hans M(ü|ue)ller/ }).click()
    const known = await section(page, 'Kennungen').textContent()
    for (const value of ['D1', 'D2', 'hans@dubletten.example', '+49351222222']) expect(known).toContain(value)
  })
  expect(complaints).toEqual([])
})

const gone = { userId: 'KD-774411', email: 'hannelore.zz-wagner@post.example', phone: '+497614711222' }
const { userId, ...reach } = gone
const identify = { type: 'identify', userId, traits: { ...reach, lastName: 'Zz-Wägnerová' }, timestamp: at(2, 8) }
const needles = [...Object.values(gone), 'Zz-Wägnerová', 'zz-vorname', 'device-zz-4f']

async function erases(page: Page): Promise<void> {
  await section(page, 'Consents').getByRole('link', { name: 'Data protection' }).click()
  await heading(page, /^Data protection: .*Zz-Wägnerová$/).waitFor()
  const erase = button(page, 'Erase for good')
  expect(await erase.isDisabled()).toBe(true)
  await page.getByLabel('Type “erase” to confirm').fill('erase')
  await page.keyboard.press('Enter')
  await heading(page, 'The person is erased').waitFor({ timeout: 90_000 })
  await page.getByText('found nothing of them in any store or file').waitFor()
  const clean = page.getByText(/^nothing found, [\d,]+ files searched$/)
  await clean.waitFor()
  await page.getByRole('link', { name: 'To the protocol' }).click()
  await heading(page, 'Protocol of erasures').waitFor()
  await clean.waitFor()
}

test('somebody is erased, is nowhere any more, and does not come back', async () => {
  const shop = await company.openShop('Erasers', { language: 'en' })
  const { page, complaints, ask } = shop
  const source = await openSource(server, shop)
  const visit = { anonymousId: 'device-zz-4f', userId }
  const events = [
    identify,
    track({ userId }, 'purchase', at(4, 12), { properties: { revenue: 90, currency: 'EUR', name: 'zz-vorname' } }),
    track(visit, 'product_view', at(5, 9), newsletter),
  ]
  await source.send([...events, track(customer, 'purchase', at(4, 12))])
  await source.settled(2, 4)
  await seeing(page, 'people-erasure', async () => {
    expect(filesWith(data, needles)).not.toEqual([])
    await page.reload()
    await searchPeople(page, 'Search people', 'zz-wagner')
    await page.getByRole('link', { name: /Zz-Wägnerová/ }).click()
    await erases(page)
    expect(filesWith(data, needles)).toEqual([])
    await source.send([...events, track(customer, 'purchase', at(6, 12))])
    await source.settled(1, 2)
    await page.goto(`${server.url}/w/${shop.id}/people`)
    for (const text of [userId, 'Wägnerová', reach.email]) {
      await searchPeople(page, 'Search people', text)
      await heading(page, 'Nobody found').waitFor()
    }
    expect(await ask('/people')).toMatchObject({ total: 1 })
    expect(filesWith(data, needles)).toEqual([])
  })
  expect(complaints).toEqual([])
})

test('a customer withdraws on a phone what they allowed, and the profile says so', async () => {
  const shop = await company.openShop('Zustimmung', { language: 'de' })
  const { page, complaints } = shop
  const source = await openSource(server, shop)
  await source.send(history.slice(3))
  await source.settled(1, 4)
  await seeing(page, 'people-consent', async () => {
    await page.reload()
    await page.getByRole('link', { name: 'Jürgen Größler' }).click()
    await section(page, 'Einwilligungen').getByRole('link', { name: 'Datenschutz' }).click()
    await page.getByRole('combobox', { name: 'Entscheidung' }).click()
    await page.getByRole('option', { name: 'erlaubt', exact: true }).click()
    await page.getByLabel('Wie hat die Person das gesagt?').fill('am Telefon')
    await page.keyboard.press('Enter')
    await page
      .getByRole('row', { name: /^Newsletter erlaubt/ })
      .first()
      .waitFor()
    const ownPage = await source.ownPage(customer.userId)
    const phone = await visit(browser, { language: 'de', size: { width: 390, height: 844 } })
    await seeing(phone.page, 'people-preferences', async () => {
      await phone.page.goto(ownPage)
      const allow = phone.page.getByRole('switch', { name: 'Newsletter per E-Mail: erlauben' })
      expect(await allow.isChecked()).toBe(true)
      await allow.press('Space')
      await button(phone.page, 'Speichern').click()
      await phone.page.getByText('Gespeichert. Ab sofort gilt deine Wahl.').waitFor()
      await phone.page.reload()
      await allow.waitFor()
      expect(await allow.isChecked()).toBe(false)
    })
    expect(phone.complaints).toEqual([])
    await page.goBack()
    await section(page, 'Einwilligungen').getByText('zurückgezogen').waitFor()
  })
  expect(complaints).toEqual([])
})
