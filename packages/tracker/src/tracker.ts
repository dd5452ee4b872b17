import { type Kept, random, read, refusesTracking, type Values, write } from './device.ts'
import { campaignOf, plainAddress, referrerOf } from './page.ts'
import { openLine } from './sending.ts'
import { watchClicks, watchForms, watchPages } from './watching.ts'

type Call = readonly [name: string, ...given: unknown[]]
type Queue = { q?: Iterable<ArrayLike<unknown>> }

/** Starts the tracker of one script tag and gives the function that pages call. */
export function start({ dataset, src }: HTMLScriptElement) {
  const { key = '', host = new URL(src).origin, consent, manual } = dataset
  let kept: Kept = read()
  if (consent === 'granted' && kept.allowed === undefined) kept = { allowed: true }
  const keep = () => write(kept)
  const line = openLine(host, key, kept.queue ?? [], (queue) => {
    kept.queue = kept.allowed || queue.length > 0 ? queue : undefined
    if (kept.allowed !== undefined) keep()
  })
  let referrer = referrerOf(document.referrer, location.host)

  const mayStay = () => kept.allowed ?? false
  const maySend = () => kept.allowed ?? !refusesTracking()

  function who(): Values {
    if (!mayStay()) return {}
    kept.id ??= random()
    keep()
    return { anonymousId: kept.id, userId: kept.user, userToken: kept.token }
  }

  function send(type: string, rest: Values): void {
    if (!maySend()) return
    const { href } = location
    line.send({
      type,
      messageId: random(),
      timestamp: new Date().toISOString(),
      ...who(),
      ...rest,
      context: {
        page: { url: plainAddress(href), path: location.pathname, title: document.title, referrer },
        campaign: campaignOf(href),
        locale: navigator.language,
        library: { name: 'fernweh', version: '1' },
      },
    })
  }

  const track = (event: string, properties: Values = {}) => send('track', { event, properties })
  const calls = {
    track,
    page(name?: string, properties: Values = {}) {
      send('page', { name, properties })
      // What follows within the page was led here by the page itself.
      referrer = ''
    },
    identify(user: string, traits: Values = {}, token?: string) {
      if (!mayStay()) return
      kept.user = String(user)
      kept.token = token
      send('identify', { traits })
    },
    consent(purposes: Readonly<Record<string, boolean>>, wording = '') {
      const allowed = purposes.analytics === true
      if (allowed) kept.allowed = true
      else if (!mayStay()) kept = { allowed: false }
      const asked = { ...purposes, wording }
      if (allowed || mayStay()) send('track', { event: 'consent', properties: asked })
      if (allowed) return keep()
      line.leave()
      kept = { allowed: false }
      line.forget()
    },
    reset() {
      kept = mayStay() ? { allowed: true } : kept
      keep()
    },
  }

  if (manual === undefined) watchPages(() => calls.page())
  watchClicks(track)
  watchForms(track)
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && line.leave())
  addEventListener('pagehide', line.leave)

  return (...[name, ...given]: Call): void => {
    const call = (calls as unknown as Record<string, ((...given: unknown[]) => void) | undefined>)[name]
    if (Object.hasOwn(calls, name)) call?.(...given)
  }
}

const script = document.currentScript
if (script instanceof HTMLScriptElement && script.dataset.key) {
  const place = window as unknown as { fernweh?: Queue & ((...call: Call) => void) }
  const waiting = [...(place.fernweh?.q ?? [])]
  const call = start(script)
  place.fernweh = call
  for (const given of waiting) call(...(Array.from(given) as unknown as Call))
}
