import type { DeviceConfig } from '../../../capture/schema.ts'
import type { Kept } from './outbox.ts'

/** Where a device keeps its messages and its settings, through reloads and restarts. */
export type Shelf = {
  all(outbox: string): Promise<Kept[]>
  /** Changes messages as they are at this moment; null forgets one, undefined leaves it. */
  change(ids: readonly string[], change: (kept: Kept) => Kept | null | undefined): Promise<void>
  add(kept: Kept): Promise<void>
  config(outbox: string): Promise<DeviceConfig | undefined>
  setConfig(outbox: string, config: DeviceConfig): Promise<void>
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })

const ended = (work: IDBTransaction): Promise<void> =>
  new Promise((done, fail) => {
    work.oncomplete = () => done()
    work.onabort = () => fail(work.error)
    work.onerror = () => fail(work.error)
  })

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('fernweh-capture', 1)
  request.onupgradeneeded = () => {
    request.result.createObjectStore('messages', { keyPath: 'id' }).createIndex('outbox', 'outbox')
    request.result.createObjectStore('configs')
  }
  return asked(request)
}

/** Fails where the browser keeps nothing. */
export async function openShelf(): Promise<Shelf> {
  const database = await openDatabase()
  return {
    all(outbox) {
      const index = database.transaction('messages').objectStore('messages').index('outbox')
      return asked<Kept[]>(index.getAll(outbox))
    },
    async change(ids, change) {
      const work = database.transaction('messages', 'readwrite')
      const store = work.objectStore('messages')
      for (const id of ids) {
        const request: IDBRequest<Kept | undefined> = store.get(id)
        request.onsuccess = () => {
          const next = request.result && change(request.result)
          if (next === null) store.delete(id)
          else if (next !== undefined) store.put(next)
        }
      }
      await ended(work)
    },
    async add(kept) {
      const work = database.transaction('messages', 'readwrite')
      work.objectStore('messages').add(kept)
      await ended(work)
    },
    config: (outbox) =>
      asked<DeviceConfig | undefined>(database.transaction('configs').objectStore('configs').get(outbox)),
    async setConfig(outbox, config) {
      const work = database.transaction('configs', 'readwrite')
      work.objectStore('configs').put(config, outbox)
      await ended(work)
    },
  }
}
