import { randomUUID } from 'node:crypto'
import type { Log } from '../../../platform/log.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import { type KeyBook, openKeyBook } from './book.ts'
import { sourceFault } from './faults.ts'
import { hashOf, hintOf, newKey, newSecret } from './keys.ts'
import {
  isPublic,
  type KnownKey,
  type MadeSource,
  type NewSource,
  type Signing,
  type Source,
  type SourceChange,
  type SourceKey,
  type SourceKind,
  type SourceRef,
} from './schema.ts'
import { freeSlug, slugOf } from './slug.ts'
import { type NewKeyRow, openSourceStore, type SourceStore } from './store.ts'

export type SourceDeps = {
  readonly db: Database
  readonly log: Log
  readonly now: () => number
}

/** How long a key that was replaced still opens, so that nothing is lost while the new one is put in place. */
export const rotationMs = 24 * 60 * 60_000

export type MadeKey = { readonly key: SourceKey; readonly text: string }

export const refOf = (workspace: string, { id, slug, kind }: Source): SourceRef => ({
  workspace,
  id,
  slug,
  kind,
  trusted: !isPublic(kind),
})

function keyRow(kind: SourceKind, at: number): { readonly text: string; readonly row: NewKeyRow } {
  const text = newKey(kind)
  const kept = isPublic(kind) ? text : null
  return {
    text,
    row: { id: randomUUID(), hash: hashOf(text), hint: hintOf(text), text: kept, created_at: new Date(at) },
  }
}

type Inner = { readonly store: SourceStore; readonly book: KeyBook; readonly now: () => number }

function openFinding({ store }: Inner) {
  return {
    /** The source, or the fault that there is none. */
    async one(workspace: string, id: string): Promise<Source> {
      const found = await store.find(workspace, id)
      if (!found) throw sourceFault('source.missing')
      return found
    },
  }
}

function openChanging(inner: Inner) {
  const { store, book, now } = inner
  const { one } = openFinding(inner)
  return {
    async create(workspace: string, { name, kind, origins }: NewSource): Promise<MadeSource> {
      const { text, row } = keyRow(kind, now())
      const slug = freeSlug(slugOf(name, kind), await store.slugs(workspace))
      const made = { id: randomUUID(), slug, name, kind, origins: isPublic(kind) ? origins : [] }
      const source = await store.add(workspace, { ...made, created_at: new Date(now()) }, row)
      await book.changed()
      return { source, key: text }
    },

    async change(workspace: string, id: string, change: SourceChange): Promise<Source> {
      const { kind } = await one(workspace, id)
      const { name, paused, origins } = change
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(paused === undefined ? {} : { paused }),
        ...(origins === undefined || !isPublic(kind) ? {} : { origins }),
      }
      if (Object.keys(changes).length > 0) await store.change(workspace, id, changes)
      await book.changed()
      return one(workspace, id)
    },

    /** Its keys open nothing any more; its events stay. */
    async remove(workspace: string, id: string): Promise<void> {
      await one(workspace, id)
      await store.change(workspace, id, { removed_at: new Date(now()) })
      await book.changed()
    },
  }
}

/** The secrets with which the servers of sites say who their browsers are. */
function openSigning(inner: Inner) {
  const { store, book, now } = inner
  const { one } = openFinding(inner)
  return {
    async signing(workspace: string, source: string): Promise<Signing[]> {
      await one(workspace, source)
      return store.signing(workspace, source)
    },

    async addSigning(workspace: string, source: string): Promise<{ signing: Signing; secret: string }> {
      const { kind } = await one(workspace, source)
      if (!isPublic(kind)) throw sourceFault('signing.needless')
      const made = { id: randomUUID(), secret: newSecret(), created_at: new Date(now()) }
      const signing = await store.addSigning(workspace, source, made, new Date(now() + rotationMs))
      await book.changed()
      return { signing, secret: made.secret }
    },

    async endSigning(workspace: string, source: string, id: string): Promise<void> {
      await one(workspace, source)
      if (!(await store.endSigning(workspace, source, id, new Date(now())))) throw sourceFault('signing.missing')
      await book.changed()
    },
  }
}

function openKeeping(inner: Inner) {
  const { store, book, now } = inner
  const { one } = openFinding(inner)

  const isOpen = ({ ends }: SourceKey): boolean => ends === null || Date.parse(ends) > now()

  async function keys(workspace: string, source: string): Promise<SourceKey[]> {
    await one(workspace, source)
    return (await store.keys(workspace, source)).map((key) => {
      const at = book.usedAt(key.id)
      return at === undefined ? key : { ...key, used: new Date(at).toISOString() }
    })
  }

  async function openKey(workspace: string, source: string, key: string): Promise<SourceKey> {
    const found = (await keys(workspace, source)).find(({ id }) => id === key)
    if (!found) throw sourceFault('key.missing')
    return found
  }

  async function addKey(workspace: string, source: string): Promise<MadeKey> {
    const { kind } = await one(workspace, source)
    const { text, row } = keyRow(kind, now())
    const key = await store.addKey(workspace, source, row)
    await book.changed()
    return { key, text }
  }

  async function endKey(workspace: string, source: string, key: string, ends: number): Promise<void> {
    await openKey(workspace, source, key)
    await store.endKey(workspace, source, key, new Date(ends))
    await book.changed()
  }

  return {
    keys,
    addKey,

    /** Ends a key at once; the last one that opens cannot go, pause or remove the source instead. */
    async revokeKey(workspace: string, source: string, key: string): Promise<void> {
      const { id } = await openKey(workspace, source, key)
      const others = (await keys(workspace, source)).filter((one) => one.id !== id && isOpen(one))
      if (others.length === 0) throw sourceFault('key.last', 'Make another key first, or pause the source.')
      await endKey(workspace, source, key, now())
    },

    /** A new key; the old one still opens for a day. */
    async rotateKey(workspace: string, source: string, key: string): Promise<MadeKey> {
      await openKey(workspace, source, key)
      const made = await addKey(workspace, source)
      await endKey(workspace, source, key, now() + rotationMs)
      return made
    },
  }
}

/** Where events come from, and the keys with which they may come. */
export function openSources({ db, log, now }: SourceDeps) {
  const store = openSourceStore(db)
  const inner = { store, book: openKeyBook(store, log, now), now }
  return {
    /** What a write key leads to, from memory; nothing for keys that are unknown, revoked or of a removed source. */
    find: (writeKey: string): Promise<KnownKey | undefined> => inner.book.find(writeKey),
    ofWorkspace: (workspace: string): Promise<Source[]> => store.all(workspace),
    ...openFinding(inner),
    ...openChanging(inner),
    ...openKeeping(inner),
    ...openSigning(inner),
    close: inner.book.close,
  }
}

export type Sources = ReturnType<typeof openSources>
