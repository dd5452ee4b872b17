import { type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import {
  anchorOf,
  anchorsOfPeople,
  browsersSaying,
  type Daily,
  type Incoming,
  normaliseIdentifier,
  refusingPeople,
} from '../../collect/index.ts'
import { grantedPeople } from './decisions.ts'
import type { WithoutConsent } from './schema.ts'
import { keyed } from './token.ts'

/** What the gate knows of one workspace; renewed after a while, and at once after a change in this process. */
type Picture = {
  readonly readMs: number
  readonly mode: WithoutConsent
  readonly secret: string
  readonly suppressed: ReadonlySet<string>
  /** Anchors of people who refused analytics, by their last word. */
  readonly refused: ReadonlySet<string>
  /** Anchors of people who agreed; read only where the workspace asks for it. */
  readonly granted: ReadonlySet<string>
  /** Browsers that refuse or agree for themselves, whoever their people are. */
  readonly silent: ReadonlySet<string>
  readonly willing: ReadonlySet<string>
}

export type GateDeps = {
  readonly warehouse: Warehouse
  readonly privacy: (workspace: string) => Promise<{ readonly withoutConsent: WithoutConsent; readonly secret: string }>
  readonly suppressed: (workspace: string) => Promise<readonly string[]>
  /** Names those who may not be named for longer than a day. */
  readonly daily: Daily
  readonly now: () => number
}

const freshMs = 60_000
const naming = /^(e-?mail|mail|phone|tel|mobile|name|first_?name|last_?name|street|address)$/i

/** The hash under which an anchor stands in the suppression list. */
export const suppressionHash = (secret: string, anchor: string): string =>
  keyed(secret, 'suppression', anchor).toString('hex')

/** The way into the events: rows of erased people never pass, those of people who refused or were not asked as the workspace decided. */
export function openGate({ warehouse, privacy, suppressed, daily, now }: GateDeps) {
  const pictures = new Map<string, Promise<Picture>>()

  async function anchorsOf(workspace: string, people: Sql): Promise<Set<string>> {
    return listed(anchorsOfPeople(workspace, people))
  }

  async function listed(anchors: Sql): Promise<Set<string>> {
    const rows = await warehouse.rows<{ anchor: string }>(
      sql`select distinct toString(anchor) as anchor from (${anchors})`,
      { tag: 'consents', seconds: 120 },
    )
    return new Set(rows.map(({ anchor }) => anchor))
  }

  async function read(workspace: string): Promise<Picture> {
    const readMs = now()
    const [{ withoutConsent: mode, secret }, list, refused, silent] = await Promise.all([
      privacy(workspace),
      suppressed(workspace),
      anchorsOf(workspace, refusingPeople(workspace, ['analytics'])),
      listed(browsersSaying(workspace, 'refuse', readMs)),
    ])
    const [granted, willing] =
      mode === 'legitimate'
        ? [new Set<string>(), new Set<string>()]
        : await Promise.all([
            anchorsOf(workspace, grantedPeople(workspace, 'analytics', readMs)),
            listed(browsersSaying(workspace, 'agree', readMs)),
          ])
    return { readMs, mode, secret, suppressed: new Set(list), refused, granted, silent, willing }
  }

  async function picture(workspace: string): Promise<Picture> {
    const known = pictures.get(workspace)
    if (known && now() - (await known).readMs < freshMs) return known
    const fresh = read(workspace)
    pictures.set(workspace, fresh)
    fresh.catch(() => pictures.delete(workspace))
    return fresh
  }

  function stripped(incoming: Incoming, strongest: string): Incoming {
    const values = new Set(incoming.identifiers.map(({ value }) => value))
    const own = incoming.identifiers.find(({ kind }) => kind === 'daily')
    const properties = Object.entries(incoming.properties).filter(
      ([name, value]) => !values.has(value) && !naming.test(name) && !/\S@\S/.test(value),
    )
    return {
      ...incoming,
      identifiers: [own ?? { kind: 'daily', value: daily(strongest) }],
      together: 'apart',
      session: null,
      properties: Object.fromEntries(properties),
      traits: {},
    }
  }

  const anchorIn = (workspace: string, { kind, value }: Incoming['identifiers'][number]): string =>
    anchorOf(workspace, kind, normaliseIdentifier(kind, value))

  /** What others say of a person who is known stays, without the browser that wants to be left out. */
  function withoutSilent(workspace: string, incoming: Incoming, silent: ReadonlySet<string>): Incoming {
    if (silent.size === 0 || incoming.together === 'unproven') return incoming
    const identifiers = incoming.identifiers.filter((one) => !silent.has(anchorIn(workspace, one)))
    return identifiers.length === 0 || identifiers.length === incoming.identifiers.length
      ? incoming
      : { ...incoming, identifiers }
  }

  function pass(workspace: string, whole: Incoming, { mode, secret, ...sets }: Picture): Incoming | undefined {
    const incoming = withoutSilent(workspace, whole, sets.silent)
    const anchors = incoming.identifiers.map((one) => anchorIn(workspace, one))
    if (sets.suppressed.size > 0 && anchors.some((one) => sets.suppressed.has(suppressionHash(secret, one))))
      return undefined
    const nameless = incoming.identifiers.every(({ kind }) => kind === 'daily')
    const refused = anchors.some((one) => sets.refused.has(one) || sets.silent.has(one))
    if (nameless && !refused) return incoming
    const agreed =
      !refused && (mode === 'legitimate' || anchors.some((one) => sets.granted.has(one) || sets.willing.has(one)))
    if (agreed) return incoming
    return mode === 'strip' ? stripped(incoming, anchors[0] ?? '') : undefined
  }

  return {
    async gate(workspace: string, incoming: readonly Incoming[]): Promise<readonly Incoming[]> {
      const known = await picture(workspace)
      const open = known.mode === 'legitimate' && known.refused.size + known.silent.size + known.suppressed.size === 0
      return open ? incoming : incoming.flatMap((one) => pass(workspace, one, known) ?? [])
    },

    /** Whether anybody of a workspace refused analytics. */
    hasRefusals: async (workspace: string): Promise<boolean> => (await picture(workspace)).refused.size > 0,
    refusedAmong: async (workspace: string, anchors: readonly string[]): Promise<boolean> => {
      const { refused, silent } = await picture(workspace)
      return anchors.some((anchor) => refused.has(anchor) || silent.has(anchor))
    },

    changed(workspace: string): void {
      pictures.delete(workspace)
    },
  }
}

export type Gate = ReturnType<typeof openGate>
