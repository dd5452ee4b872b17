import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { cutOff, seriousFaults } from './inspection.ts'
import { askLocal, endAll, type Server, startServer, temporaryDirectory, until } from './program.ts'
import { photograph, seeing, visit } from './visit.ts'

const directory = temporaryDirectory()
const data = directory.file('data')
let server: Server
let browser: Browser

beforeAll(async () => {
  const starting = startServer(data)
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

const eventIs = (name: string) => ({ field: 'event', op: 'is', values: [name] })
const touchpoint = (id: string, name: string, phase: string, rule: object) => ({
  ...{ id, name, phase, rule },
  ...{ place: 'online', media: null, department: '', assumed: null },
})
const mobile = { field: 'property', key: 'device', op: 'is', values: ['mobile'] }
const journey = {
  name: 'Fahrradkauf',
  phaseModel: 'six-phases',
  phases: [
    { id: 'look', name: 'Überlegung', section: 'before' },
    { id: 'buy', name: 'Kauf', section: 'purchase' },
  ],
  touchpoints: [
    touchpoint('mobile', 'Warenkorb am Handy', 'look', { all: [eventIs('add_to_cart'), mobile] }),
    touchpoint('cart', 'Warenkorb', 'look', eventIs('add_to_cart')),
    touchpoint('purchase', 'Bestellung', 'buy', eventIs('purchase')),
  ],
  goal: eventIs('purchase'),
  gapDays: 30,
}

let sent = 0
async function send(key: string, events: readonly { event: string; userId: string; properties?: object }[]) {
  const batch = events.map((one) => ({ type: 'track', messageId: `live-${sent++}`, ...one }))
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  const body = JSON.stringify({ batch })
  const answer = await fetch(`${server.url}/v1/batch`, { method: 'POST', headers: { authorization }, body })
  expect(await answer.json()).toEqual({ success: true })
}

type Made = { readonly id: string }

/** An owner with a source that sent the events of two people, and a journey over them. */
async function prepare(page: Page) {
  const headers = { origin: server.url }
  const who = { name: 'Mara Köhler', email: 'mara@radweg.example', password: 'ein ganz langer Satz' }
  expect((await page.request.post(`${server.url}/api/auth/sign-up/email`, { data: who, headers })).ok()).toBe(true)
  const shop = { name: 'Rad & Weg', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  const { id: workspace } = await (
    await page.request.post(`${server.url}/api/workspaces`, { data: shop, headers })
  ).json()
  const api = `/api/w/${workspace}`
  const source = { name: 'Onlineshop', kind: 'server' }
  const { key } = await askLocal<{ key: string }>(data, 'POST', `${api}/sources`, source)
  const { id } = await askLocal<Made>(data, 'POST', `${api}/journeys`, journey)
  const first = { event: 'add_to_cart', userId: 'anna' }
  await send(key, [first, { event: 'purchase', userId: 'anna' }, { event: 'add_to_cart', userId: 'ben' }])
  const figures = () => askLocal<{ people: number }>(data, 'POST', `${api}/journeys/${id}/figures`, {})
  await until(async () => (await figures()).people, 2)
  const { people } = await askLocal<{ people: { personId: string }[] }>(data, 'GET', `${api}/people?search=anna`)
  return { workspace, key, map: `/w/${workspace}/journeys/${id}`, anna: people[0]?.personId ?? '' }
}

const card = (page: Page, id: string) => page.locator(`[data-card="${id}"]`)
const strip = (page: Page, label = 'Was gerade ankommt') => page.getByRole('region', { name: label })
const faults = async (page: Page) => [...(await cutOff(page)), ...(await seriousFaults(page))]

test('events that arrive show on the map and in the profile, and the figures follow, without a reload', async () => {
  const { context, page, complaints } = await visit(browser, { language: 'de' })
  const { workspace, key, map, anna } = await prepare(page)
  await seeing(page, 'live', async () => {
    await page.goto(`${server.url}${map}`)
    await page.getByRole('button', { name: 'Live', exact: true }).click()
    await page.waitForURL(/[?&]live=1/)
    await strip(page).getByText('Noch kommt nichts an').waitFor()
    await strip(page).getByRole('link', { name: 'Zu den Quellen' }).waitFor()
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await card(page, 'cart')
      .getByText(/^2 Menschen$/)
      .waitFor()
    expect(await faults(page)).toEqual([])

    await send(key, [
      { event: 'add_to_cart', userId: 'clara' },
      { event: 'add_to_cart', userId: 'dora' },
      { event: 'add_to_cart', userId: 'dora', properties: { device: 'mobile', comment: 'geheim' } },
      { event: 'newsletter', userId: 'dora' },
    ])
    await card(page, 'cart').getByText('+2 in 60 s').waitFor()
    await card(page, 'mobile').getByText('+1 in 60 s').waitFor()
    await strip(page).getByText('1 ohne Kontaktpunkt').waitFor()
    const item = strip(page).getByRole('listitem').filter({ hasText: 'Warenkorb am Handy' })
    await item
      .filter({ hasText: /vor \d+ s/ })
      .filter({ hasText: 'Onlineshop' })
      .waitFor()
    await card(page, 'cart')
      .getByText(/^4 Menschen$/)
      .waitFor()
    await card(page, 'mobile')
      .getByText(/^1 Menschen$/)
      .waitFor()
    await photograph(page, 'live-de-light-desk')
    expect(await faults(page)).toEqual([])
    await item.getByRole('button').click()
    await page.waitForURL(/touchpoint=mobile/)
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)

    const hidden = await page.evaluate(async (path) => {
      const answer = await fetch(path)
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
      Object.assign(window, { stream: reader })
      return answer.status
    }, `/api/w/${workspace}/live?property=device`)
    expect(hidden).toBe(200)
    await send(key, [{ event: 'add_to_cart', userId: 'dora', properties: { device: 'mobile', comment: 'geheim' } }])
    const told = await page.evaluate(async () => {
      const reader = Reflect.get(window, 'stream')
      let text = ''
      while (!text.includes('add_to_cart')) text += (await reader.read()).value
      await reader.cancel()
      return text
    })
    expect(told).toContain('mobile')
    expect(told).not.toContain('geheim')

    await page.goto(`${server.url}/w/${workspace}/people/${anna}`)
    await page.getByText('Besuch mit 2 Ereignissen').waitFor()
    await page.evaluate(() => Object.assign(window, { sameProfile: true }))
    await send(key, [{ event: 'complaint', userId: 'anna' }])
    await page.getByText('Besuch mit 3 Ereignissen').waitFor()
    expect(await page.evaluate(() => 'sameProfile' in window)).toBe(true)
  })
  expect(complaints).toEqual([])
  const storageState = await context.storageState()
  await context.close()

  const phone = { width: 390, height: 844 }
  const small = await visit(browser, { language: 'en', scheme: 'dark', size: phone, storageState })
  await seeing(small.page, 'live-phone', async () => {
    await small.page.goto(`${server.url}${map}?live=1`)
    await strip(small.page, 'What arrives now').getByText('Live', { exact: true }).waitFor()
    await send(key, [{ event: 'add_to_cart', userId: 'emil' }])
    await card(small.page, 'cart').getByText('+1 in 60 s').waitFor()
    await strip(small.page, 'What arrives now')
      .getByText(/\d sec ago/)
      .waitFor()
    await card(small.page, 'cart')
      .getByText(/^5 people$/)
      .waitFor()
    await photograph(small.page, 'live-en-dark-phone')
    expect(await faults(small.page)).toEqual([])
  })
  await small.context.setOffline(true)
  await server.stop()
  await small.page.getByText('Connection lost, trying again').waitFor()
  await photograph(small.page, 'live-broken-phone')
  await small.context.close()
}, 180_000)
