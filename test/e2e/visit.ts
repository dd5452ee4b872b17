import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { root } from './program.ts'

export const screenshots = join(root, '.cache', 'screenshots')

export type Look = {
  readonly language: 'de' | 'en'
  readonly scheme?: 'light' | 'dark'
  readonly size?: { readonly width: number; readonly height: number }
  readonly storageState?: BrowserContextOptions['storageState']
}

export type Visit = {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser complained about: errors of scripts, of the console, of the content security policy. */
  readonly complaints: string[]
}

/** A refused or missing answer is told by the page; the browser's own line about it is no fault of the page. */
const isAnswer = (text: string): boolean => text.startsWith('Failed to load resource: the server responded')

/** A person at a browser of their own. */
export async function visit(
  browser: Browser,
  { language, scheme = 'light', size, storageState }: Look,
): Promise<Visit> {
  const context = await browser.newContext({
    locale: language === 'de' ? 'de-DE' : 'en-US',
    timezoneId: 'Europe/Berlin',
    colorScheme: scheme,
    viewport: size ?? { width: 1440, height: 900 },
    hasTouch: (size?.width ?? 1440) < 500,
    reducedMotion: 'reduce',
    storageState,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !isAnswer(message.text())) complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return { context, page, complaints }
}

export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}

/** Does it; where it fails, what the person saw is kept as a picture. */
export async function seeing<T>(page: Page, name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (problem) {
    await photograph(page, `failed-${name}`).catch(() => undefined)
    throw problem
  }
}
