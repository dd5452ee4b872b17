import type { Message } from './device.ts'

export type Line = {
  send(message: Message): void
  /** Hands over what waits as the page goes away. */
  leave(): void
  /** Drops what waits, but for the visitor's last word on consent. */
  forget(): void
}

const most = 50
const pause = 400
const longest = 60_000

/** Sends in batches, tries again where the network or the server failed, and keeps the rest for later by `keep`. */
export function openLine(host: string, key: string, waiting: Message[], keep: (waiting: Message[]) => void): Line {
  let queue = waiting
  let busy = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let delay = pause

  const body = (batch: Message[]) => JSON.stringify({ writeKey: key, sentAt: new Date().toISOString(), batch })
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(flush, ms)
  }

  async function flush(): Promise<void> {
    if (busy || queue.length === 0) return
    busy = true
    const batch = queue.slice(0, most)
    try {
      const answer = await fetch(`${host}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: body(batch),
        credentials: 'omit',
        keepalive: true,
      })
      if (answer.status === 429 || answer.status >= 500) {
        delay = Math.max(Number(answer.headers.get('retry-after')) * 1000, Math.min(delay * 2, longest))
      } else {
        // Refused for good (a wrong key, say): trying again would not help.
        queue = queue.filter((one) => !batch.includes(one))
        delay = pause
        keep(queue)
      }
    } catch {
      delay = Math.min(delay * 2, longest)
    }
    busy = false
    if (queue.length > 0) later(delay)
  }

  addEventListener('online', () => later(0))
  if (queue.length > 0) later(pause)
  return {
    send(message) {
      queue = [...queue, message].slice(-500)
      keep(queue)
      if (!busy) later(delay)
    },
    leave() {
      // A beacon into no network is lost without a word.
      if (!navigator.onLine) return
      for (let i = 0; i < queue.length; i += most) {
        const batch = queue.slice(i, i + most)
        const sent = navigator.sendBeacon(`${host}/beacon/v1/batch?writeKey=${encodeURIComponent(key)}`, body(batch))
        if (!sent) return
      }
      queue = []
      keep(queue)
    },
    forget() {
      queue = queue.filter(({ event }) => event === 'consent').slice(-1)
      keep(queue)
    },
  }
}
