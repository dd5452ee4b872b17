import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const macPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

async function usable(path: string | undefined): Promise<boolean> {
  if (!path) return false
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function firstUsable(paths: readonly (string | undefined)[]): Promise<string | undefined> {
  for (const path of paths) if (await usable(path)) return path
  return undefined
}

/** Unpacks the Chromium that comes as a package, with the libraries that a bare system lacks. */
async function unpacked(): Promise<string> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}

/** $CHROMIUM_PATH, Playwright's own, one of the system, else the packaged one. */
export async function findChromium(): Promise<string> {
  const system = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const found = await firstUsable([process.env.CHROMIUM_PATH, chromium.executablePath(), ...system, ...macPlaces])
  return found ?? unpacked()
}

/** A real, headless Chromium. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--font-render-hinting=none'],
  })
}
