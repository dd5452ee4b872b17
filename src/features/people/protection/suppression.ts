import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Forbidden } from '../../collect/index.ts'
import { suppressionHash } from '../consent/gate.ts'
import type { PrivacyStore } from '../consent/store.ts'
import { anchorsNamedIn } from '../namedIn.ts'
import type { ProtectionStore } from './store.ts'

const block = 64

/** The key of an HMAC with SHA-256, padded and turned as RFC 2104 says, in hexadecimal. */
const padded = (secret: string, byte: number): string => {
  const key = Buffer.alloc(block)
  key.write(secret)
  return Buffer.from(key.map((one) => one ^ byte)).toString('hex')
}

/** The hash under which an anchor stands in the suppression list, computed by the engine. */
const hashSql = (secret: string, anchor: Sql): Sql => sql`
  lower(hex(SHA256(concat(unhex(${padded(secret, 0x5c)}),
    SHA256(concat(unhex(${padded(secret, 0x36)}), 'suppression\n', toString(${anchor})))))))`

/** Who was erased and must not come back. */
export function openSuppression(
  privacy: PrivacyStore,
  store: ProtectionStore,
  countryOf: (workspace: string) => Promise<string>,
) {
  return {
    list: store.suppressed,

    /** Whom no import may bring back, for the engine and for texts; null where a workspace erased nobody. */
    async keptOut(workspace: string): Promise<Forbidden | null> {
      const hashes = await store.suppressed(workspace)
      if (hashes.length === 0) return null
      const { secret } = await privacy.privacy(workspace)
      const country = await countryOf(workspace)
      const known = new Set(hashes)
      return {
        anchor: (anchor) => sql`${hashSql(secret, anchor)} in (select arrayJoin(${p.strings(hashes)}))`,
        named: (texts) =>
          anchorsNamedIn(workspace, texts, country).some((anchor) => known.has(suppressionHash(secret, anchor))),
      }
    },

    async among(workspace: string, anchors: readonly string[]): Promise<Set<string>> {
      const hashes = new Set(await store.suppressed(workspace))
      if (hashes.size === 0) return new Set()
      const { secret } = await privacy.privacy(workspace)
      return new Set(anchors.filter((anchor) => hashes.has(suppressionHash(secret, anchor))))
    },

    async add(workspace: string, anchors: readonly string[], at: Date): Promise<void> {
      const { secret } = await privacy.privacy(workspace)
      await store.suppress(
        workspace,
        anchors.map((anchor) => suppressionHash(secret, anchor)),
        at,
      )
    },
  }
}

export type Suppression = ReturnType<typeof openSuppression>
