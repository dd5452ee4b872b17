import { randomUUID } from 'node:crypto'
import { commonFault } from '../../../kernel/fault.ts'
import { truncated } from '../../../platform/http/address.ts'
import { sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Admin } from '../../admin/index.ts'
import { anchorsOfPeople, identitiesIn, peopleOfAnchors } from '../../collect/index.ts'
import { anchorList } from '../anchors.ts'
import { protectionFault } from '../protection/faults.ts'
import { dueOf } from '../protection/requests.ts'
import type { ProtectionStore } from '../protection/store.ts'
import type { NewDecision } from './decisions.ts'
import { suppressionHash } from './gate.ts'
import { type Preferences, type PurposeConsent, purposes, type Wording } from './schema.ts'
import { type Consents, decisionOf, newest } from './service.ts'
import { isRefusal } from './state.ts'
import type { PrivacyStore } from './store.ts'
import { holderOf, isSigned, tokenOf } from './token.ts'

export type PreferenceDeps = {
  readonly warehouse: Warehouse
  readonly store: PrivacyStore
  readonly protection: ProtectionStore
  readonly consents: Consents
  readonly admin: Pick<Admin, 'settingsOf' | 'audit'>
  readonly now: () => number
}

/** What a visitor of the page brings along; the address is shortened before it is kept. */
export type Visit = { readonly language: 'de' | 'en'; readonly address: string }
export type Choice = { readonly purpose: Wording['purpose']; readonly version: number; readonly granted: boolean }

const mostOpen = 5
const missing = () => commonFault('thing.missing', 'This link is not valid any more')

/** An address of which its owner knows it again, and nobody else learns it. */
export const masked = (kind: string, value: string): string => {
  if (kind !== 'email') return `… ${value.slice(-3)}`
  const [name = '', domain = ''] = value.split('@')
  return `${name.slice(0, 1)}…@${domain}`
}

/** Denied where there was nothing to take back. */
const refusalOf = (state: PurposeConsent['state']) => (state === 'granted' ? 'withdrawn' : 'denied')

/** The page on which customers see and change what they agreed to, with no more than the link in their hands. */
export function openPreferences(deps: PreferenceDeps) {
  const { warehouse, store, protection, consents, admin, now } = deps

  async function enter(token: string) {
    const holder = holderOf(token)
    const privacy = holder && (await store.find(holder.workspace))
    if (!holder || !privacy || !isSigned(privacy.secret, token, holder)) throw missing()
    const { workspace, anchor } = holder
    if ((await protection.suppressed(workspace)).includes(suppressionHash(privacy.secret, anchor))) throw missing()
    const rows = await warehouse.rows<{ person: string }>(
      sql`select toString(person) as person from (${peopleOfAnchors(workspace, anchorList([anchor]))})`,
    )
    return { workspace, anchor, person: rows[0]?.person ?? anchor, privacy }
  }

  async function whose(workspace: string, person: string): Promise<string | null> {
    const rows = await warehouse.rows<{ kind: string; value: string }>(sql`
      select kind, value from ${identitiesIn({ workspace })} where kind in ('email', 'phone')
        and anchor global in (${anchorsOfPeople(workspace, [person])}) order by kind, value limit 1`)
    const [row] = rows
    return row ? masked(row.kind, row.value) : null
  }

  async function shown(workspace: string, person: string, anchor: string, controller: string): Promise<Preferences> {
    const [settings, states, wordings, name, requests] = await Promise.all([
      admin.settingsOf(workspace),
      consents.of(workspace, person),
      store.wordings(workspace, new Date(now())),
      whose(workspace, person),
      protection.requestsOf(workspace, [anchor, person]),
    ])
    const texts = newest(wordings)
    return {
      workspace: settings.name,
      controller,
      language: settings.language,
      whose: name,
      objected: states.every(({ state }) => state === 'objected'),
      choices: purposes.flatMap((purpose) => {
        const wording = texts.find((one) => one.purpose === purpose)
        const state = states.find((one) => one.purpose === purpose)?.state ?? 'none'
        return wording ? [{ purpose, state, wording }] : []
      }),
      requests: requests
        .filter(({ askedBy }) => askedBy === 'person')
        .map(({ kind, state, created, due }) => ({ kind, state, created, due })),
    }
  }

  const proofOf = ({ language, address }: Visit): Record<string, string> => {
    const ip = truncated(address)
    return { how: 'preference page', by: 'person', language, ...(ip ? { ip } : {}) }
  }

  type Entered = Awaited<ReturnType<typeof enter>>
  async function keep({ workspace, person }: Entered, decisions: readonly NewDecision[]): Promise<void> {
    if (decisions.length === 0) return
    await consents.record(workspace, decisions)
    const details = Object.fromEntries(decisions.map(({ purpose, state }) => [purpose, state]))
    await admin.audit.write({ workspace, caller: 'customer', action: 'people.preferences.choose', person, details })
  }

  const page = ({ workspace, person, anchor, privacy }: Entered) => shown(workspace, person, anchor, privacy.controller)

  return {
    /** The secret end of a person's link. */
    async token(workspace: string, person: string): Promise<string> {
      return tokenOf((await store.privacy(workspace)).secret, workspace, person)
    },

    async find(token: string): Promise<Preferences> {
      return page(await enter(token))
    },

    /** Keeps the choices that differ from what counts; `version` is that of the text that was shown. */
    async choose(token: string, choices: readonly Choice[], visit: Visit): Promise<Preferences> {
      const entered = await enter(token)
      const { workspace, person, anchor } = entered
      const [states, wordings] = await Promise.all([
        consents.of(workspace, person),
        store.wordings(workspace, new Date(now())),
      ])
      const decisions = choices.flatMap(({ purpose, version, granted }): NewDecision[] => {
        const wording = wordings.find((one) => one.purpose === purpose && one.version === version)
        const state = states.find((one) => one.purpose === purpose)?.state ?? 'none'
        if (!wording || (granted ? state === 'granted' : isRefusal(state))) return []
        return [
          decisionOf(wording, anchor, granted ? 'granted' : refusalOf(state), now(), proofOf(visit), 'preferences'),
        ]
      })
      await keep(entered, decisions)
      return page(entered)
    },

    async objectToAll(token: string, visit: Visit): Promise<Preferences> {
      const entered = await enter(token)
      const { workspace, anchor, person } = entered
      const [states, wordings] = await Promise.all([
        consents.of(workspace, person),
        store.wordings(workspace, new Date(now())),
      ])
      const open = newest(wordings).filter(({ purpose }) =>
        states.some((one) => one.purpose === purpose && one.state !== 'objected'),
      )
      await keep(
        entered,
        open.map((wording) => decisionOf(wording, anchor, 'objected', now(), proofOf(visit), 'preferences')),
      )
      return page(entered)
    },

    async ask(token: string, kind: 'copy' | 'correction' | 'erasure', note: string): Promise<Preferences> {
      const entered = await enter(token)
      const { workspace, anchor, person } = entered
      const before = (await protection.requestsOf(workspace, [anchor, person])).filter(({ state }) => state === 'open')
      if (before.length >= mostOpen) throw protectionFault('request.many')
      if (!before.some((one) => one.kind === kind && one.askedBy === 'person')) {
        const at = new Date(now())
        const id = randomUUID()
        await protection.addRequest({ id, workspace, anchor, kind, askedBy: 'person', note, at, due: dueOf(at) })
        const details = { kind, made: id }
        await admin.audit.write({ workspace, caller: 'customer', action: 'people.preferences.ask', person, details })
      }
      return page(entered)
    },
  }
}

export type PreferencesPage = ReturnType<typeof openPreferences>
