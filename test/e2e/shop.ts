import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { askLocal, type Server, until } from './program.ts'
import { type Look, visit } from './visit.ts'

type Place = { readonly server: Server; readonly data: string; readonly browser: Browser }

export type Shop = {
  readonly id: string
  readonly page: Page
  readonly complaints: readonly string[]
  readonly ask: <T>(path: string) => Promise<T>
  readonly post: <T>(path: string, body: object) => Promise<T>
}

/** Somebody who has an account, and opens workspaces. */
export async function openCompany({ server, data, browser }: Place) {
  const { context: owner } = await visit(browser, { language: 'de' })
  const post = async <T>(path: string, body: object): Promise<T> => {
    const answer = await owner.request.post(`${server.url}/api${path}`, { data: body, headers: { origin: server.url } })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return answer.json()
  }
  await post('/auth/sign-up/email', { name: 'Mara Köhler', email: 'mara@radweg.example', password: 'ein langer Satz' })
  return {
    /** A workspace of its own, and its owner in front of the list of its people. */
    async openShop(name: string, look: Look): Promise<Shop> {
      const settings = { name, timeZone: 'Europe/Berlin', currency: 'EUR', language: look.language }
      const { id } = await post<{ id: string }>('/workspaces', settings)
      const { page, complaints } = await visit(browser, { ...look, storageState: await owner.storageState() })
      await page.goto(`${server.url}/w/${id}/people`)
      const within = `/w/${id}`
      return {
        id,
        page,
        complaints,
        ask: (path) => askLocal(data, 'GET', `/api${within}${path}`),
        post: (path, body) => post(within + path, body),
      }
    },
  }
}

export const button = (at: Page | Locator, name: string | RegExp) => at.getByRole('button', { name, exact: true })
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, exact: true })

/** Names and values of the figures of a page. */
export async function figuresOf(at: Page | Locator): Promise<Record<string, string>> {
  const boxes = at.locator('dl > div')
  await boxes.first().waitFor()
  const pairs = await boxes.evaluateAll((all) =>
    all.map((box) => [box.querySelector('dt')?.textContent ?? '', box.querySelector('dd')?.textContent ?? '']),
  )
  return Object.fromEntries(pairs)
}

export async function searchPeople(page: Page, field: string, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: field }).waitFor()
  await page.keyboard.press('/')
  expect(await page.getByRole('searchbox', { name: field }).evaluate((one) => one === document.activeElement)).toBe(
    true,
  )
  await page.getByRole('searchbox', { name: field }).fill(text)
  await page.waitForURL((url) => url.searchParams.get('search') === text)
}

export const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

type Made = { readonly source: { readonly id: string }; readonly key: string }
export type Message = Readonly<Record<string, unknown>>

export const at = (day: number, hour: number): string => new Date(Date.UTC(2026, 9, day, hour)).toISOString()

/** What a server of the company sends, and when the product has worked it in. */
export async function openSource(server: Server, { id, ask, post }: Shop) {
  const { key } = await post<Made>('/sources', { name: 'Shop', kind: 'server' })
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  let sent = 0
  return {
    async send(batch: readonly Message[]): Promise<void> {
      const named = batch.map((message) => ({ messageId: `${id}-${sent++}`, ...message }))
      const body = JSON.stringify({ batch: named })
      const answer = await fetch(`${server.url}/v1/batch`, { method: 'POST', headers: { authorization }, body })
      expect([answer.status, await answer.json()]).toEqual([200, { success: true }])
    },
    /** The page of one customer, as a mailing system asks for it. */
    async ownPage(userId: string): Promise<string> {
      const headers = { authorization, 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}/v1/preference-link`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ userId }),
      })
      expect(answer.status).toBe(200)
      return `${server.url}${((await answer.json()) as { path: string }).path}`
    },
    settled: (people: number, touches: number) =>
      until(async () => {
        const list = await ask<{ total: number; people: { touches: number }[] }>('/people')
        return [list.total, list.people.reduce((sum, one) => sum + one.touches, 0)]
      }, [people, touches]),
  }
}

export const track = (who: object, event: string, timestamp: string, more: object = {}): Message => ({
  type: 'track',
  event,
  timestamp,
  ...who,
  ...more,
})

const visitor = { anonymousId: 'b7d1c1de-visitor' }
export const customer = { userId: 'K-4711' }
export const newsletter = { context: { page: { url: 'https://radweg.example/?utm_source=brevo&utm_medium=email' } } }
/** A visitor who looks around, and a customer who buys: nothing says that they are one. */
export const history = [
  track(visitor, 'product_view', at(1, 9), newsletter),
  track(visitor, 'bike_configured', at(1, 10)),
  track(visitor, 'product_view', at(3, 18)),
  { type: 'identify', ...customer, timestamp: at(2, 8), traits: { firstName: 'Jürgen', lastName: 'Größler' } },
  track(customer, 'store_visit', at(2, 9)),
  track(customer, 'purchase', at(4, 12), { properties: { revenue: 2499.5, currency: 'EUR' } }),
  track(customer, 'purchase', at(8, 12), { properties: { revenue: 49.9, currency: 'EUR' } }),
]

type File = { readonly name: string; readonly buffer: Buffer }

/** Goes to the contacts and sends a file, in German. */
export async function chooseContacts(page: Page, file: File): Promise<void> {
  await page.getByRole('link', { name: 'Kunden', exact: true }).first().click()
  await page.getByRole('link', { name: 'Import und Export' }).click()
  const choosing = page.waitForEvent('filechooser')
  await button(page, 'Datei wählen').click()
  await (await choosing).setFiles({ ...file, mimeType: 'text/csv' })
  await heading(page, file.name).waitFor()
}

/** Starts the import of the file that is looked at; resolves to the figures of its end. */
export async function importsContacts(page: Page, title: string): Promise<Record<string, string>> {
  await button(page, 'Importieren').click()
  await heading(page, title).waitFor()
  await page.getByRole('link', { name: 'Zu den Kunden' }).waitFor()
  return figuresOf(page)
}

/** Where in a directory a text stands as its bytes, file by file. */
export const filesWith = (path: string, texts: readonly string[]): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) => {
      const bytes = readFileSync(file)
      return texts.filter((text) => bytes.includes(text)).map((text) => `${text} in ${file.slice(path.length)}`)
    })
