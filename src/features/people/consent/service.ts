import { commonFault } from '../../../kernel/fault.ts'
import type { Sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Caller } from '../../admin/index.ts'
import { aboutOne, anchorsOfPeople, membersOf, peopleOfAnchors, refusingPeople } from '../../collect/index.ts'
import { anchorList } from '../anchors.ts'
import { type DecisionRow, decisionsSql, type NewDecision, rowOf, toDecision } from './decisions.ts'
import type { Gate } from './gate.ts'
import type {
  Decision,
  DecisionState,
  NewWording,
  PrivacySettings,
  Purpose,
  PurposeConsent,
  Wording,
} from './schema.ts'
import { mayContact, statesOf } from './state.ts'
import type { PrivacyStore } from './store.ts'

export type ConsentDeps = {
  readonly warehouse: Warehouse
  readonly store: PrivacyStore
  readonly gate: Gate
  readonly settle: (settling: { readonly workspace: string; readonly touched: Sql }) => Promise<void>
  /** Anchors of people whose data are kept and not used. */
  readonly restricted: (workspace: string) => Promise<readonly string[]>
  readonly now: () => number
}

const month = 30.4375 * 86_400_000

export const wordingOf = ({ purpose, version }: Pick<Wording, 'purpose' | 'version'>): string => `${purpose}/${version}`

/** The newest text of each purpose. */
export const newest = (wordings: readonly Wording[]): Wording[] =>
  wordings.filter(({ purpose, version }) => wordings.every((one) => one.purpose !== purpose || one.version <= version))

/** Consents of people: what they decided, how it is recorded, and what follows from it. */
export function openConsents(deps: ConsentDeps) {
  const { warehouse, gate, settle, restricted, now } = deps

  /** What was decided with any of these anchors of one person, the person first. */
  async function decisionsAbout(workspace: string, anchors: readonly string[]): Promise<Decision[]> {
    const rows = await warehouse.rows<DecisionRow>(decisionsSql(workspace, anchors, anchors[0] ?? '0'), {
      ...aboutOne,
      tag: 'consents',
    })
    return rows.map(toDecision)
  }

  const decisionsOf = async (workspace: string, person: string): Promise<Decision[]> =>
    decisionsAbout(workspace, (await membersOf(warehouse, workspace, person)).anchors)

  /**
   * Keeps decisions. Where they change whether somebody may be evaluated, reports follow before it resolves. Files may
   * write into the table by themselves and then call `changed`.
   */
  async function record(workspace: string, decisions: readonly NewDecision[]): Promise<void> {
    if (decisions.length === 0) return
    const about = decisions.filter(({ purpose }) => purpose === 'analytics' || purpose === 'restriction')
    const anchors = [...new Set(about.map(({ anchor }) => anchor))]
    const refusing = about.some(({ state }) => state !== 'granted')
    const follows =
      refusing ||
      about.some(({ purpose }) => purpose === 'restriction') ||
      (anchors.length > 0 && (await gate.refusedAmong(workspace, anchors)))
    await warehouse.insert(
      'consents',
      decisions.map((one) => rowOf(workspace, one)),
    )
    if (about.length === 0) return
    gate.changed(workspace)
    if (follows) await settle({ workspace, touched: peopleOf(workspace, anchors) })
  }

  /** All anchors of the people behind the anchors given. */
  const peopleOf = (workspace: string, anchors: readonly string[]): Sql =>
    anchorsOfPeople(workspace, peopleOfAnchors(workspace, anchorList(anchors)))

  return {
    record,
    decisionsOf,
    decisionsAbout,
    peopleOf,

    async of(workspace: string, person: string): Promise<PurposeConsent[]> {
      return statesOf(await decisionsOf(workspace, person), now())
    },

    /** Whether somebody may be contacted for a purpose at this moment. */
    async mayContact(workspace: string, person: string, purpose: Purpose): Promise<boolean> {
      const held = await restricted(workspace)
      if (held.includes(person)) return false
      return mayContact(statesOf(await decisionsOf(workspace, person), now()), purpose)
    },

    /** After decisions were written into the table past `record`. */
    async changed(workspace: string): Promise<void> {
      gate.changed(workspace)
      if (!(await gate.hasRefusals(workspace))) return
      await settle({ workspace, touched: anchorsOfPeople(workspace, refusingPeople(workspace, ['analytics'])) })
    },

    ...staff(deps, record),
  }
}

/** What colleagues see and set. */
const staff = (
  { store, gate, now }: ConsentDeps,
  record: (workspace: string, decisions: readonly NewDecision[]) => Promise<void>,
) => ({
  /** Notes what a customer said to a colleague, with the colleague as proof. */
  async note(
    caller: Caller,
    workspace: string,
    { person, purpose, state, note }: { person: string; purpose: Purpose; state: DecisionState; note: string },
  ): Promise<void> {
    const wordings = newest(await store.wordings(workspace, new Date(now())))
    const wording = wordings.find((one) => one.purpose === purpose)
    if (!wording) throw commonFault('thing.missing')
    const by = caller.kind === 'user' ? caller.user.id : 'local'
    await record(workspace, [
      decisionOf(
        wording,
        person,
        state,
        now(),
        { how: 'noted by a colleague', by, ...(note ? { note } : {}) },
        'staff',
      ),
    ])
  },

  async settings(workspace: string): Promise<PrivacySettings> {
    const { secret: _, retentionRanAt: __, ...settings } = await store.privacy(workspace)
    return settings
  },

  async changeSettings(workspace: string, settings: PrivacySettings): Promise<PrivacySettings> {
    await store.change(workspace, settings)
    gate.changed(workspace)
    return settings
  },

  async wordings(workspace: string): Promise<Wording[]> {
    await store.privacy(workspace)
    return store.wordings(workspace, new Date(now()))
  },

  async addWording(caller: Caller, workspace: string, wording: NewWording): Promise<Wording> {
    await store.privacy(workspace)
    await store.wordings(workspace, new Date(now()))
    return store.addWording(workspace, wording, {
      at: new Date(now()),
      by: caller.kind === 'user' ? caller.user.id : null,
    })
  },
})

/** A decision about the text that was shown. */
export const decisionOf = (
  wording: Wording,
  anchor: string,
  state: DecisionState,
  atMs: number,
  proof: Readonly<Record<string, string>>,
  source: string,
): NewDecision => ({
  anchor,
  purpose: wording.purpose,
  state,
  basis: wording.basis,
  wording: wordingOf(wording),
  atMs,
  expiresMs:
    state === 'granted' && wording.validMonths !== null ? Math.round(atMs + wording.validMonths * month) : null,
  proof,
  source,
})

export type Consents = ReturnType<typeof openConsents>
