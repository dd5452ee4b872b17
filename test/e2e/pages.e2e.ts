import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from './chromium.ts'
import { cutOff, seriousFaults } from './inspection.ts'
import { endAll, type Server, startServer, temporaryDirectory } from './program.ts'
import { type Seeded, seed } from './seeds.ts'
import { before, inside, type Language, outside, type Sheet } from './sheets.ts'
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

const desk = { name: 'desk', width: 1440, height: 900 }
const phone = { name: 'phone', width: 390, height: 844 }

type Look = {
  readonly language: Language
  readonly scheme: 'light' | 'dark'
  readonly size: typeof desk
  /** Rules of axe, none = all of them; not given = axe has seen these pages in these colours. */
  readonly axe?: readonly string[]
}

/**
 * Words fit or do not in either colour, and colours are readable or not in either language: so each language is seen on
 * both sizes, each size in both colours.
 */
const looks: readonly Look[] = [
  { language: 'de', scheme: 'light', size: desk, axe: [] },
  { language: 'de', scheme: 'dark', size: phone, axe: ['color-contrast'] },
  { language: 'en', scheme: 'dark', size: desk, axe: ['color-contrast'] },
  { language: 'en', scheme: 'light', size: phone, axe: [] },
]

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

const nameOf = ({ language, scheme, size }: Look): string => `${language}-${scheme}-${size.name}`

async function lookAt(page: Page, sheet: Sheet, look: Look): Promise<string[]> {
  const name = `${sheet.name}-${nameOf(look)}`
  return seeing(page, name, async () => {
    await page.evaluate((to) => window.history.pushState(null, '', to), sheet.path)
    await settled(page, look.scheme)
    await sheet.act?.(page, look.language)
    await settled(page, look.scheme)
    await photograph(page, name)
    const found = [...(await cutOff(page)), ...(look.axe ? await seriousFaults(page, look.axe) : [])]
    return found.map((fault) => `${name}: ${fault}`)
  }).catch((problem: unknown) => [`${name}: ${problem}`])
}

/** Looks at every sheet without loading the app anew, and returns everything that is wrong. */
async function lookThrough(look: Look, sheets: readonly Sheet[], storageState?: Seeded['storageState']) {
  const { context, page, complaints } = await visit(browser, { ...look, storageState })
  const faults: string[] = []
  await page.goto(server.url + (sheets[0]?.path ?? '/'))
  for (const sheet of sheets) faults.push(...(await lookAt(page, sheet, look)))
  await context.close()
  return [...faults, ...complaints]
}

let seeded: Seeded
const firstPage = new Map<string, string[]>()

/** The very first page is there only as long as nobody has an account. */
beforeAll(async () => {
  for (const look of looks) firstPage.set(nameOf(look), await lookThrough(look, before))
  const { context } = await visit(browser, { language: 'de' })
  seeded = await seed({ server, data, context })
  await context.close()
})

describe.each(looks)('nothing is cut off or unreadable in $language, $scheme, on a $size.name:', (look) => {
  test('pages for people who are not signed in', async () => {
    const faults = await lookThrough(look, outside(seeded))
    expect([...(firstPage.get(nameOf(look)) ?? []), ...faults]).toEqual([])
  })

  test('every page inside', async () => {
    expect(await lookThrough(look, inside(seeded), seeded.storageState)).toEqual([])
  }, 300_000)
})

test('a word that is cut off, a colour that cannot be read and a page too wide are noticed', async () => {
  const { context, page } = await visit(browser, { language: 'en' })
  await page.goto(`${server.url}/sign-in`)
  await settled(page, 'light')
  await page.locator('h1').evaluate((heading) => {
    heading.setAttribute('style', 'width: 30px; overflow: hidden; white-space: nowrap; color: #eee')
    document.body.style.width = '3000px'
  })
  expect(await cutOff(page)).toEqual(['cut off sideways: "Sign in"', expect.stringMatching(/the page is \d+ px wider/)])
  expect(await seriousFaults(page, ['color-contrast'])).toEqual([expect.stringContaining('h1')])
  await context.close()
})
