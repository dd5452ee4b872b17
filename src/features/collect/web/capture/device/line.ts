import type { Delivery, DeviceConfig } from '../../../capture/schema.ts'
import type { Sent } from './post.ts'

type Answered = { readonly status: number; readonly body: unknown; readonly afterMs: number | undefined }

const patienceMs = 20_000

async function ask(path: string, body: unknown): Promise<Answered> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patienceMs)
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: stop.signal,
    })
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
    const afterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined
    return { status: answer.status, body: await answer.json().catch(() => undefined), afterMs }
  } finally {
    clearTimeout(timer)
  }
}

const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

function sentBy({ status, body, afterMs }: Answered): Sent {
  if (status === 200 && typeof body === 'object' && body !== null && 'taken' in body && 'refused' in body) {
    return { kind: 'taken', receipt: { taken: list(body.taken), refused: list(body.refused) } }
  }
  return status === 404 ? { kind: 'revoked' } : { kind: 'later', afterMs }
}

/** Sends to a path what belongs to it; a network that is away is no failure but a later. */
export const sender =
  (path: string, facts: Readonly<Record<string, string>>) =>
  async (delivery: Delivery): Promise<Sent> => {
    try {
      return sentBy(await ask(path, { ...facts, ...delivery }))
    } catch {
      return { kind: 'later' }
    }
  }

const isConfig = (body: unknown): body is DeviceConfig =>
  typeof body === 'object' && body !== null && 'kind' in body && 'tiles' in body && Array.isArray(body.tiles)

/** What the device shows; undefined: the server was not reached. */
export async function askConfig(key: string, waiting: number): Promise<DeviceConfig | 'revoked' | undefined> {
  try {
    const { status, body } = await ask('/api/capture/config', { key, waiting })
    if (status === 404) return 'revoked'
    return status === 200 && isConfig(body) ? body : undefined
  } catch {
    return undefined
  }
}
