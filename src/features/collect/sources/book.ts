import type { Log } from '../../../platform/log.ts'
import { openMemory } from '../intake/memory.ts'
import { hashOf } from './keys.ts'
import { isPublic, type KnownKey } from './schema.ts'
import type { KeyEntry, SourceStore } from './store.ts'

type Entry = { readonly id: string; readonly ends: number | null; readonly known: KnownKey }

/** Another program on the same database may change keys: its changes hold here after this time at the latest. */
const staleAfterMs = 10_000
/** Unknown keys make the book look again, but not more often. */
const missEveryMs = 1_000

const entryOf = ({ id, ends, workspace, source, signing }: KeyEntry): Entry => ({
  id,
  ends,
  known: Object.freeze({
    source: Object.freeze({
      workspace,
      id: source.id,
      slug: source.slug,
      kind: source.kind,
      trusted: !isPublic(source.kind),
    }),
    paused: source.paused,
    origins: source.origins,
    signing,
  }),
})

/** All keys that open something, in memory: a look-up asks no database. */
export function openKeyBook(store: SourceStore, log: Log, now: () => number) {
  let book: ReadonlyMap<string, Entry> | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  const used = new Map<string, number>()
  /** Hashes of keys that came lately. */
  const hashes = openMemory<string>(1_000)

  function hashFor(writeKey: string): string {
    const known = hashes.get(writeKey)
    if (known !== undefined) return known
    const made = hashOf(writeKey)
    hashes.set(writeKey, made)
    return made
  }

  async function writeUsed(): Promise<void> {
    const marks = new Map(used)
    used.clear()
    await store.markUsed(marks)
  }

  async function readAnew(): Promise<void> {
    const at = now()
    const entries = await store.entries(new Date(at))
    book = new Map(entries.map((entry) => [entry.hash, entryOf(entry)]))
    readAt = at
    await writeUsed()
  }

  const read = (): Promise<void> => {
    reading ??= readAnew().finally(() => {
      reading = undefined
    })
    return reading
  }

  const refresh = (): void => {
    readAt = now()
    read().catch((error: unknown) => log.warn({ err: error }, 'The keys of sources could not be read again'))
  }

  async function entryFor(hash: string): Promise<Entry | undefined> {
    if (!book) await read()
    const found = book?.get(hash)
    const age = now() - readAt
    if (!found && age > missEveryMs) {
      readAt = now()
      await read()
      return book?.get(hash)
    }
    if (age > staleAfterMs) refresh()
    return found
  }

  return {
    async find(writeKey: string): Promise<KnownKey | undefined> {
      if (writeKey === '' || writeKey.length > 200) return undefined
      const entry = await entryFor(hashFor(writeKey))
      const at = now()
      if (!entry || (entry.ends !== null && entry.ends <= at)) return undefined
      used.set(entry.id, at)
      return entry.known
    },

    /** Marks of use that are not in the database yet, in ms since 1970. */
    usedAt: (key: string): number | undefined => used.get(key),

    /** After a change: what was known before must hold no longer when this resolves. */
    async changed(): Promise<void> {
      await reading?.catch(() => undefined)
      await read()
    },

    async close(): Promise<void> {
      await reading?.catch(() => undefined)
      await writeUsed().catch((error: unknown) => log.warn({ err: error }, 'The use of keys could not be noted'))
    },
  }
}

export type KeyBook = ReturnType<typeof openKeyBook>
