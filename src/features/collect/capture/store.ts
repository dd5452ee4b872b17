import type { Selectable } from 'kysely'
import { type Database, tables } from '../../../platform/postgres/open.ts'
import type { Workspace } from '../../admin/index.ts'
import type { Device, DeviceKind, DeviceSettings, NewTally, Tally, Tile, TileIcon } from './schema.ts'

type DeviceTable = {
  id: string
  workspace_id: string
  kind: DeviceKind
  name: string
  place: string
  till: string
  language: 'de' | 'en'
  extra: boolean
  burst: number
  key_hash: string
  created_at: Date
  revoked_at: Date | null
  seen_at: Date | null
  waiting: number
}

type TileTable = {
  workspace_id: string
  id: string
  de: string
  en: string
  icon: TileIcon
  channel: string
  place: number
  archived: boolean
}

type TallyTable = {
  id: string
  workspace_id: string
  device_id: string
  day: string
  counts: unknown
  entered_at: Date
  withdrawn_at: Date | null
}

/** What everything captured must know of its workspace. */
export type Shop = Pick<Workspace, 'id' | 'name' | 'timeZone' | 'currency' | 'language'>

type Tables = {
  workspace: { id: string; name: string; time_zone: string; currency: string; language: 'de' | 'en' }
  capture_device: DeviceTable
  capture_tile: TileTable
  capture_source: { workspace_id: string; source_id: string }
  capture_withdrawn: { workspace_id: string; message_id: string; withdrawn_at: Date }
  capture_tally: TallyTable
}

const shown = (row: Selectable<DeviceTable>): Device => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  place: row.place,
  till: row.till,
  language: row.language,
  extra: row.extra,
  burst: row.burst,
  created: row.created_at.toISOString(),
  revoked: row.revoked_at?.toISOString() ?? null,
  seen: row.seen_at?.toISOString() ?? null,
  waiting: row.waiting,
})

export type NewDeviceRow = DeviceSettings & { readonly id: string; readonly kind: DeviceKind; readonly keyHash: string }

function openDevices(database: Database) {
  const db = tables<Tables>(database)
  const change = async (workspace: string, id: string, changes: Partial<DeviceTable>): Promise<boolean> => {
    const mine = db.updateTable('capture_device').set(changes).where('workspace_id', '=', workspace)
    const done = await mine.where('id', '=', id).where('revoked_at', 'is', null).executeTakeFirst()
    return done.numUpdatedRows === 1n
  }
  return {
    /** The oldest first; revoked ones too, since their answers stay. */
    async devices(workspace: string): Promise<Device[]> {
      const mine = db.selectFrom('capture_device').selectAll().where('workspace_id', '=', workspace)
      return (await mine.orderBy('created_at').orderBy('id').execute()).map(shown)
    },

    async addDevice(workspace: string, { keyHash, ...device }: NewDeviceRow, at: Date): Promise<Device> {
      const nothing = { revoked_at: null, seen_at: null, waiting: 0 }
      const row = { ...nothing, ...device, workspace_id: workspace, key_hash: keyHash, created_at: at }
      return shown(await db.insertInto('capture_device').values(row).returningAll().executeTakeFirstOrThrow())
    },

    changeDevice: (workspace: string, id: string, settings: DeviceSettings) => change(workspace, id, settings),
    replaceKey: (workspace: string, id: string, keyHash: string) => change(workspace, id, { key_hash: keyHash }),
    revoke: (workspace: string, id: string, at: Date) => change(workspace, id, { revoked_at: at }),

    /** The device that a key opens. */
    async deviceOf(keyHash: string): Promise<{ workspace: string; device: Device } | undefined> {
      const found = db.selectFrom('capture_device').selectAll().where('key_hash', '=', keyHash)
      const row = await found.where('revoked_at', 'is', null).executeTakeFirst()
      return row && { workspace: row.workspace_id, device: shown(row) }
    },

    async seen(workspace: string, id: string, at: Date, waiting: number): Promise<void> {
      await change(workspace, id, { seen_at: at, waiting })
    },
  }
}

function openTiles(database: Database) {
  const db = tables<Tables>(database)
  return {
    /** In their order; none where the workspace has not chosen its own. */
    async tiles(workspace: string): Promise<Tile[]> {
      const mine = db.selectFrom('capture_tile').selectAll().where('workspace_id', '=', workspace)
      const rows = await mine.orderBy('place').execute()
      return rows.map(({ id, de, en, icon, channel, archived }) => ({ id, de, en, icon, channel, archived }))
    },

    async saveTiles(workspace: string, tiles: readonly Tile[]): Promise<void> {
      await db.transaction().execute(async (within) => {
        await within.deleteFrom('capture_tile').where('workspace_id', '=', workspace).execute()
        const rows = tiles.map((tile, place) => ({ ...tile, workspace_id: workspace, place }))
        await within.insertInto('capture_tile').values(rows).execute()
      })
    },

    async shop(workspace: string): Promise<Shop> {
      const row = await db.selectFrom('workspace').selectAll().where('id', '=', workspace).executeTakeFirstOrThrow()
      return { id: row.id, name: row.name, timeZone: row.time_zone, currency: row.currency, language: row.language }
    },

    async source(workspace: string): Promise<string | undefined> {
      const mine = db.selectFrom('capture_source').select('source_id').where('workspace_id', '=', workspace)
      return (await mine.executeTakeFirst())?.source_id
    },

    async setSource(workspace: string, source: string): Promise<void> {
      await db
        .insertInto('capture_source')
        .values({ workspace_id: workspace, source_id: source })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ source_id: source }))
        .execute()
    },
  }
}

function openWithdrawals(database: Database) {
  const db = tables<Tables>(database)
  return {
    async withdraw(workspace: string, ids: readonly string[], at: Date): Promise<void> {
      if (ids.length === 0) return
      await db
        .insertInto('capture_withdrawn')
        .values(ids.map((id) => ({ workspace_id: workspace, message_id: id, withdrawn_at: at })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    /** Those of the messages that were taken back. */
    async withdrawn(workspace: string, ids: readonly string[]): Promise<Set<string>> {
      if (ids.length === 0) return new Set()
      const mine = db.selectFrom('capture_withdrawn').select('message_id').where('workspace_id', '=', workspace)
      return new Set((await mine.where('message_id', 'in', [...ids]).execute()).map((row) => row.message_id))
    },
  }
}

function openTallies(database: Database) {
  const db = tables<Tables>(database)
  return {
    async addTally(workspace: string, id: string, tally: NewTally, at: Date): Promise<void> {
      const { device, day, counts } = tally
      const row = { id, workspace_id: workspace, device_id: device, day, counts: JSON.stringify(counts) }
      await db
        .insertInto('capture_tally')
        .values({ ...row, entered_at: at, withdrawn_at: null })
        .execute()
    },

    /** The latest first; `counts` is as it was stored. */
    async tallies(workspace: string): Promise<(Omit<Tally, 'counts'> & { readonly counts: unknown })[]> {
      const rows = await db
        .selectFrom('capture_tally')
        .select(({ cast, ref }) => [
          'id',
          'device_id as device',
          cast<string>(ref('day'), 'text').as('day'),
          'counts',
          'entered_at',
        ])
        .where('workspace_id', '=', workspace)
        .where('withdrawn_at', 'is', null)
        .orderBy('entered_at', 'desc')
        .limit(100)
        .execute()
      return rows.map(({ entered_at, ...row }) => ({ ...row, entered: entered_at.toISOString() }))
    },

    async withdrawTally(workspace: string, id: string, at: Date): Promise<boolean> {
      const mine = db.updateTable('capture_tally').set({ withdrawn_at: at }).where('workspace_id', '=', workspace)
      const done = await mine.where('id', '=', id).where('withdrawn_at', 'is', null).executeTakeFirst()
      return done.numUpdatedRows === 1n
    },
  }
}

export const openCaptureStore = (database: Database) => ({
  ...openDevices(database),
  ...openTiles(database),
  ...openWithdrawals(database),
  ...openTallies(database),
})
export type CaptureStore = ReturnType<typeof openCaptureStore>
