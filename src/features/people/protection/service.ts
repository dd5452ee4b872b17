import { randomUUID } from 'node:crypto'
import { commonFault } from '../../../kernel/fault.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Admin, Caller, Placed } from '../../admin/index.ts'
import { placeOfKind } from '../../collect/schema.ts'
import type { DecisionState } from '../consent/schema.ts'
import { type Consents, decisionOf, newest } from '../consent/service.ts'
import { isRefusal } from '../consent/state.ts'
import type { PrivacyStore } from '../consent/store.ts'
import { copyOf, filesOf } from './copy.ts'
import type { Erasing } from './erasing.ts'
import { protectionFault } from './faults.ts'
import type { Order, Orders, Subject } from './orders.ts'
import type { Known, Present } from './present.ts'
import { type Counts, holdingsSql, type Identity, identitiesSql, type Span, spanSql } from './queries.ts'
import { dueOf } from './requests.ts'
import {
  type Erasure,
  type Erasures,
  erasureWords,
  type PersonProtection,
  type ProtectionRequest,
  type RequestKind,
  type RequestState,
} from './schema.ts'
import type { ProtectionStore, RequestRecord } from './store.ts'

export type ProtectionDeps = {
  readonly warehouse: Warehouse
  readonly admin: Pick<Admin, 'audit'>
  readonly store: ProtectionStore
  readonly privacy: PrivacyStore
  readonly consents: Consents
  readonly present: Present
  readonly erasing: Pick<Erasing, 'record' | 'done'>
  readonly orders: Pick<Orders, 'about' | 'unfinished' | 'protocols' | 'protocol'>
  readonly subjectOf: (workspace: string, known: Known) => Promise<Subject>
  /** What to call people. */
  readonly labelsOf: (workspace: string, people: readonly string[]) => Promise<ReadonlyMap<string, string>>
  readonly now: () => number
}

const accountOf = (caller: Caller): string | null => (caller.kind === 'user' ? caller.user.id : null)
const iso = (ms: number): string => new Date(ms).toISOString()

/** What the law gives every person, as actions of colleagues. */
export function openProtection(deps: ProtectionDeps) {
  const { warehouse, admin, store, orders, present, now } = deps

  async function withLabels(workspace: string, requests: readonly RequestRecord[]): Promise<ProtectionRequest[]> {
    const people = [...new Set(requests.flatMap(({ person }) => person ?? []))]
    const labels = people.length > 0 ? await deps.labelsOf(workspace, people) : new Map<string, string>()
    return requests.map((one) => ({ ...one, label: one.person === null ? '' : (labels.get(one.person) ?? one.person) }))
  }

  async function ordered(caller: Caller, workspace: string, known: Known): Promise<Order> {
    const { person } = known
    const subject = await deps.subjectOf(workspace, known)
    const order = await deps.erasing.record({ workspace, reason: 'person', subject, by: accountOf(caller) })
    const details = { erasure: order.id }
    await admin.audit.write({ workspace, caller, action: 'people.protection.erase', person, details })
    return order
  }

  return {
    async person(workspace: string, asked: string): Promise<PersonProtection> {
      const { person, anchors } = await present(workspace, asked)
      const tagged = { tag: 'protection' }
      const [[holdings], [span], identities, restriction, requests, states] = await Promise.all([
        warehouse.rows<Counts>(holdingsSql(workspace, anchors), tagged),
        warehouse.rows<Span>(spanSql(workspace, anchors), tagged),
        warehouse.rows<Identity>(identitiesSql(workspace, anchors), tagged),
        store.restrictionOf(workspace, anchors),
        store.requestsOf(workspace, anchors),
        deps.consents.of(workspace, person),
      ])
      const named = identities.sort((a, b) => placeOfKind(a.kind) - placeOfKind(b.kind))
      const some = span !== undefined && span.events > 0 ? span : undefined
      const analytics = states.find(({ purpose }) => purpose === 'analytics')?.state ?? 'none'
      return {
        personId: person,
        label: (await deps.labelsOf(workspace, [person])).get(person) ?? named[0]?.value ?? person,
        identities: named.map(({ kind, value }) => ({ kind, value })),
        holdings: holdings ?? { identities: 0, traits: 0, events: 0, consents: 0, runs: 0, merges: 0 },
        from: some ? iso(some.from) : null,
        to: some ? iso(some.to) : null,
        restriction,
        withheld: restriction !== null || isRefusal(analytics),
        requests: await withLabels(workspace, requests),
      }
    },

    ...copying(deps),
    ...limiting(deps),

    async erase(caller: Caller, workspace: string, asked: string, word: string): Promise<Erasure> {
      const known = await orders.about(workspace, asked)
      const person = known ? null : await present(workspace, asked)
      if (!erasureWords.some((one) => one === word.trim().toLowerCase())) throw protectionFault('erasure.unconfirmed')
      const order = known ?? (person && (await ordered(caller, workspace, person)))
      if (!order) throw commonFault('thing.missing')
      await deps.erasing.done(order)
      return orders.protocol(workspace, order.id)
    },

    async ask(workspace: string, asked: string, kind: RequestKind, note: string) {
      const { person } = await present(workspace, asked)
      const at = new Date(now())
      const id = randomUUID()
      await store.addRequest({ id, workspace, anchor: person, kind, askedBy: 'staff', note, at, due: dueOf(at) })
      return this.request(workspace, id)
    },

    async request(workspace: string, id: string): Promise<ProtectionRequest> {
      const found = await store.findRequest(workspace, id)
      const [shown] = found ? await withLabels(workspace, [found]) : []
      if (!shown) throw commonFault('thing.missing', 'There is no such request')
      return shown
    },

    async requests(workspace: string): Promise<ProtectionRequest[]> {
      return withLabels(workspace, await store.requests(workspace))
    },

    async close(caller: Caller, workspace: string, id: string, state: Exclude<RequestState, 'open'>, answer: string) {
      await this.request(workspace, id)
      const done = await store.closeRequest(workspace, id, {
        state,
        answer,
        at: new Date(now()),
        by: accountOf(caller),
      })
      if (!done) throw protectionFault('request.closed')
      return this.request(workspace, id)
    },

    async erasures(workspace: string): Promise<Erasures> {
      const [unfinished, done] = await Promise.all([orders.unfinished(workspace), orders.protocols(workspace)])
      return { unfinished, done }
    },
  }
}

/** Copies of everything, each written into the audit log. */
const copying = ({ warehouse, admin, present, now }: ProtectionDeps) => {
  async function copied({ caller, workspace: settings }: Placed, asked: string, action: string) {
    const workspace = settings.id
    const known = await present(workspace, asked)
    const copy = await copyOf(warehouse, workspace, known.anchors)
    await admin.audit.write({ workspace, caller, action, person: known.person })
    return { copy, known }
  }

  return {
    async copy(place: Placed, asked: string): Promise<File> {
      const { copy, known } = await copied(place, asked, 'people.protection.copy')
      const text = JSON.stringify(
        { company: place.workspace.name, person: known.person, made: iso(now()), ...copy },
        null,
        2,
      )
      return new File([text], 'copy.json', { type: 'application/json' })
    },

    async copyFiles(place: Placed, asked: string): Promise<File> {
      const { copy } = await copied(place, asked, 'people.protection.copyFiles')
      const bytes = filesOf(copy, new Date(now()))
      return new File([new Uint8Array(bytes)], 'copy.zip', { type: 'application/zip' })
    },
  }
}

/** Restriction and objection: what is kept may not be used. */
const limiting = ({ store, privacy, consents, present, now }: ProtectionDeps) => {
  const mark = (workspace: string, { person }: Known, state: DecisionState, by: string | null) =>
    consents.record(workspace, [
      {
        anchor: person,
        purpose: 'restriction',
        state,
        basis: 'legal_obligation',
        wording: '',
        atMs: now(),
        expiresMs: null,
        proof: { how: 'noted by a colleague', by: by ?? 'local' },
        source: 'staff',
      },
    ])

  return {
    async restrict(caller: Caller, workspace: string, asked: string, reason: string): Promise<void> {
      const known = await present(workspace, asked)
      await store.restrict(workspace, known.person, reason, new Date(now()), accountOf(caller))
      await mark(workspace, known, 'objected', accountOf(caller))
    },

    async lift(caller: Caller, workspace: string, asked: string): Promise<void> {
      const known = await present(workspace, asked)
      await store.lift(workspace, known.anchors)
      await mark(workspace, known, 'granted', accountOf(caller))
    },

    async object(caller: Caller, workspace: string, asked: string, note: string): Promise<void> {
      const { person } = await present(workspace, asked)
      await privacy.privacy(workspace)
      const wordings = newest(await privacy.wordings(workspace, new Date(now())))
      const proof = { how: 'noted by a colleague', by: accountOf(caller) ?? 'local', ...(note ? { note } : {}) }
      await consents.record(
        workspace,
        wordings.map((wording) => decisionOf(wording, person, 'objected', now(), proof, 'staff')),
      )
    },
  }
}

export type Protection = ReturnType<typeof openProtection>
