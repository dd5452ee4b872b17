import { isBot } from '../channels/bots.ts'
import { openMemory } from '../intake/memory.ts'

export type Device = 'mobile' | 'tablet' | 'desktop' | 'bot'

const tablet = /ipad|tablet|silk/i
const mobile = /mobi|iphone|ipod|android|windows phone/i

/** Browsers without a window are how sites are tested; they visit as their people tell them. */
const headless = /headlesschrome/gi

const known = openMemory<Device>(2_000)

const browser = /^mozilla\//i

/** Phones with Android say so and then `Mobile`; tablets leave it out. */
function isLargeAndroid(userAgent: string): boolean {
  const at = userAgent.lastIndexOf('android')
  return at !== -1 && !userAgent.includes('mobile', at)
}

function classOf(userAgent: string): Device {
  if (isBot(userAgent.replace(headless, 'Chrome'))) return 'bot'
  if (tablet.test(userAgent) || isLargeAndroid(userAgent.toLowerCase())) return 'tablet'
  return mobile.test(userAgent) ? 'mobile' : 'desktop'
}

/**
 * The class of device that a browser's user agent speaks of: all that is kept of it. Robots call themselves browsers;
 * programs that do not, such as those that pass on events, are nothing of the kind.
 */
export function deviceOf(userAgent: string): Device | '' {
  if (!browser.test(userAgent)) return ''
  const key = userAgent.slice(0, 500)
  const found = known.get(key)
  if (found) return found
  const device = classOf(key)
  known.set(key, device)
  return device
}
