import { randomUUID } from 'node:crypto'
import { commonFault } from '../../../kernel/fault.ts'
import { dayOf, dayStart } from '../../../kernel/period.ts'
import type { Database } from '../../../platform/postgres/open.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Intake } from '../intake/schema.ts'
import type { Settling } from '../settle.ts'
import type { SourceRef } from '../sources/schema.ts'
import { refOf, type Sources } from '../sources/service.ts'
import { type Origin, tallyEvents } from './events.ts'
import { captureFault } from './faults.ts'
import { firstTiles } from './firstTiles.ts'
import { hashOfKey, newDeviceKey } from './keys.ts'
import { readStated } from './readStated.ts'
import type {
  Delivery,
  Device,
  DeviceConfig,
  DeviceSettings,
  MadeDevice,
  NewDevice,
  NewTally,
  Receipt,
  Stated,
  StatedQuestion,
  Tally,
  Tile,
  TileChange,
} from './schema.ts'
import { type CaptureStore, openCaptureStore, type Shop } from './store.ts'
import { openTaking } from './take.ts'
import { changedTiles } from './tiles.ts'
import { ofTally, removeCaptured } from './withdraw.ts'
import { otherTile } from './words.ts'

export type CaptureDeps = {
  readonly db: Database
  readonly warehouse: Warehouse
  readonly sources: Pick<Sources, 'ofWorkspace' | 'create'>
  readonly intake: Pick<Intake, 'take' | 'reject' | 'stored'>
  readonly settle: (settling: Settling) => Promise<void>
  readonly now: () => number
}

type Inner = CaptureDeps & { readonly store: CaptureStore }

const sourceName = { de: 'Erfassung im Laden', en: 'Capture in the store' } as const

/** Everything captured in a workspace comes from one source, made when it is first needed. */
function openSource({ store, sources }: Inner) {
  return async (workspace: Shop): Promise<SourceRef> => {
    const id = await store.source(workspace.id)
    const known = (await sources.ofWorkspace(workspace.id)).find((source) => source.id === id)
    if (known?.paused) throw captureFault('capture.paused')
    if (known) return refOf(workspace.id, known)
    const name = sourceName[workspace.language]
    const { source } = await sources.create(workspace.id, { name, kind: 'till', origins: [] })
    await store.setSource(workspace.id, source.id)
    return refOf(workspace.id, source)
  }
}

const openTileKeeping = ({ store }: Inner) => {
  const tiles = async (workspace: string): Promise<readonly Tile[]> => {
    const own = await store.tiles(workspace)
    return own.length > 0 ? own : firstTiles
  }
  return {
    tiles,
    async saveTiles(workspace: string, wanted: readonly TileChange[]): Promise<readonly Tile[]> {
      const next = changedTiles(await tiles(workspace), wanted)
      if (next === 'tiles.count' || next === 'tiles.unknown') throw captureFault(next)
      await store.saveTiles(workspace, next)
      return next
    },
  }
}

const openDeviceKeeping = ({ store, now }: Inner) => {
  const one = async (workspace: string, id: string): Promise<Device> => {
    const found = (await store.devices(workspace)).find((device) => device.id === id)
    if (!found) throw captureFault('device.missing')
    return found
  }
  const changed = async (done: Promise<boolean>): Promise<void> => {
    if (!(await done)) throw captureFault('device.missing')
  }
  return {
    one,
    devices: (workspace: string): Promise<Device[]> => store.devices(workspace),

    async addDevice(workspace: string, settings: NewDevice): Promise<MadeDevice> {
      const key = newDeviceKey()
      const row = { ...settings, id: randomUUID(), keyHash: hashOfKey(key) }
      return { device: await store.addDevice(workspace, row, new Date(now())), key }
    },

    async changeDevice(workspace: string, id: string, settings: DeviceSettings): Promise<Device> {
      await changed(store.changeDevice(workspace, id, settings))
      return one(workspace, id)
    },

    async replaceKey(workspace: string, id: string): Promise<MadeDevice> {
      const key = newDeviceKey()
      await changed(store.replaceKey(workspace, id, hashOfKey(key)))
      return { device: await one(workspace, id), key }
    },

    revokeDevice: (workspace: string, id: string): Promise<void> =>
      changed(store.revoke(workspace, id, new Date(now()))),
  }
}

/** The question at the till, notes of staff, and the report of both. */
export function openCapture(deps: CaptureDeps) {
  const { db, warehouse, intake, settle, now } = deps
  const inner: Inner = { ...deps, store: openCaptureStore(db) }
  const { store } = inner
  const sourceOf = openSource(inner)
  const { tiles, saveTiles } = openTileKeeping(inner)
  const { one, ...keeping } = openDeviceKeeping(inner)

  async function originOf(workspace: Shop, device: Device | null): Promise<Omit<Origin, 'behindMs' | 'nowMs'>> {
    const known = new Map((await tiles(workspace.id)).map((tile) => [tile.id, tile]))
    return { device, tiles: known, currency: workspace.currency }
  }

  const taking = openTaking({ store, warehouse, settle, intake, sourceOf, originOf, now })

  async function opened(key: string): Promise<{ workspace: Shop; device: Device }> {
    const found = await store.deviceOf(hashOfKey(key))
    if (!found) throw captureFault('device.unknown')
    return { workspace: await store.shop(found.workspace), device: found.device }
  }

  return {
    ...keeping,
    tiles,
    saveTiles,

    async config(key: string, waiting: number): Promise<DeviceConfig> {
      const { workspace, device } = await opened(key)
      await store.seen(workspace.id, device.id, new Date(now()), waiting)
      const { kind, name, place, language, extra, burst } = device
      const shown = (await tiles(workspace.id)).filter(({ archived }) => !archived)
      const company = { company: workspace.name, currency: workspace.currency }
      const faces = shown.map(({ id, de, en, icon }) => ({ id, de, en, icon }))
      return { kind, name, place, language, extra, burst, ...company, tiles: kind === 'question' ? faces : [] }
    },

    async deliver(key: string, delivery: Delivery): Promise<Receipt> {
      const { workspace, device } = await opened(key)
      const receipt = await taking.deliver(workspace, device, delivery)
      const left = Math.max(0, delivery.waiting - receipt.taken.length - receipt.refused.length)
      await store.seen(workspace.id, device.id, new Date(now()), left)
      return receipt
    },

    note: (workspace: Shop, delivery: Delivery): Promise<Receipt> => taking.deliver(workspace, null, delivery),

    stated: (workspace: Shop, { period }: StatedQuestion): Promise<Stated> =>
      readStated({ warehouse, devices: store.devices, tiles }, workspace, period),

    ...openTallying({ ...inner, one, tiles, sourceOf, originOf, inTurn: taking.inTurn }),
  }
}

type Tallying = Inner & {
  readonly one: (workspace: string, device: string) => Promise<Device>
  readonly tiles: (workspace: string) => Promise<readonly Tile[]>
  readonly sourceOf: (workspace: Shop) => Promise<SourceRef>
  readonly originOf: (workspace: Shop, device: Device) => Promise<Omit<Origin, 'behindMs' | 'nowMs'>>
  readonly inTurn: <T>(workspace: string, work: () => Promise<T>) => Promise<T>
}

const noonAfterMs = 12 * 60 * 60_000

const countsIn = (counts: unknown): Tally['counts'] =>
  Object.fromEntries(
    Object.entries(typeof counts === 'object' && counts !== null ? counts : {}).map(([tile, count]) => [
      tile,
      Number(count),
    ]),
  )

function openTallying({ store, warehouse, settle, intake, now, ...rest }: Tallying) {
  const { one, tiles, sourceOf, originOf, inTurn } = rest

  function check(tally: NewTally, known: readonly Tile[], workspace: Shop): void {
    const names = new Set([...known.map(({ id }) => id), otherTile, ''])
    if (Object.keys(tally.counts).some((tile) => !names.has(tile))) throw captureFault('tiles.unknown')
    if (Object.values(tally.counts).every((count) => count === 0)) throw captureFault('tally.empty')
    if (tally.day > dayOf(now(), workspace.timeZone)) throw captureFault('tally.future')
    if (tally.day < '2000-01-01') throw commonFault('request.invalid', 'This day is too long ago')
  }

  return {
    tallies: async (workspace: string): Promise<Tally[]> =>
      (await store.tallies(workspace)).map((tally) => ({ ...tally, counts: countsIn(tally.counts) })),

    addTally: (workspace: Shop, wanted: NewTally): Promise<Tally> =>
      inTurn(workspace.id, async () => {
        const device = await one(workspace.id, wanted.device)
        check(wanted, await tiles(workspace.id), workspace)
        const at = now()
        const tally: Tally = { ...wanted, id: randomUUID(), entered: new Date(at).toISOString() }
        const source = await sourceOf(workspace)
        const origin = { ...(await originOf(workspace, device)), behindMs: 0, nowMs: at }
        await store.addTally(workspace.id, tally.id, wanted, new Date(at))
        await intake.take(source, tallyEvents(tally, dayStart(wanted.day, workspace.timeZone) + noonAfterMs, origin))
        return tally
      }),

    withdrawTally: (workspace: string, id: string): Promise<void> =>
      inTurn(workspace, async () => {
        if (!(await store.withdrawTally(workspace, id, new Date(now())))) throw captureFault('tally.missing')
        await removeCaptured({ intake, warehouse, settle }, workspace, ofTally(id))
      }),
  }
}

export type Capture = ReturnType<typeof openCapture>
