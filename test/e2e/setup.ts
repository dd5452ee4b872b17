import { findChromium } from './chromium.ts'

/** Unpacks the Chromium, where it must be, before files that run side by side both try. */
export async function setup(): Promise<void> {
  await findChromium()
}
