import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import {
  anchorOf,
  anchorsOfPeople,
  countsForPerson,
  decidingRows,
  type Hear,
  normaliseIdentifier,
  openMemory,
  peopleOfAnchors,
  personSql,
  unprovenImport,
} from '../../collect/index.ts'
import { anchorList } from '../anchors.ts'
import type { NewDecision } from './decisions.ts'
import { type DecisionState, type Purpose, purposes, type Wording } from './schema.ts'
import { decisionOf, newest, wordingOf } from './service.ts'
import { isRefusal } from './state.ts'

export type SaidDeps = {
  readonly warehouse: Warehouse
  readonly store: { wordings(workspace: string, now: Date): Promise<Wording[]> }
  /** Of these anchors those of erased people, of whom nothing is kept. */
  readonly suppressed: (workspace: string, anchors: readonly string[]) => Promise<ReadonlySet<string>>
  readonly record: (workspace: string, decisions: readonly NewDecision[]) => Promise<void>
  readonly now: () => number
}

/** What consent tools call the purposes; C0002 and the like are OneTrust's. What is missing here is no purpose of ours. */
const words: Readonly<Record<Purpose, RegExp>> = {
  analytics: /^(analytics?|analyse|auswertung|statisti\w*|measurement|performance|c0002)$/i,
  personalisation: /^(personali[sz]ation|personalisierung|preferences)$/i,
  newsletter: /^(newsletter|e-?mail)$/i,
  phone: /^(phone|telefon|sms|calls)$/i,
  profiling: /^profil(e|ing)$/i,
  advertising: /^(advertis(ing|ements?)|ads|marketing|targeting|werbung|c0004)$/i,
}

const purposeOf = (name: string): Purpose | undefined => purposes.find((purpose) => words[purpose].test(name.trim()))

/** For these somebody writes or calls: who may be anybody at a browser cannot take back what was said elsewhere. */
const reaching: ReadonlySet<Purpose> = new Set(['newsletter', 'phone'])

type Statement = {
  readonly anchor: string
  /** All that the message names. */
  readonly named: readonly string[]
  readonly purpose: Purpose
  readonly granted: boolean
  readonly atMs: number
  readonly isNew: boolean
  /** Said by a browser without proof. */
  readonly alone: boolean
  readonly wording: string
  readonly proof: Readonly<Record<string, string>>
}

type Heard = Parameters<Hear>

function statementsOf([source, speaking]: Heard): Statement[] {
  return speaking.flatMap(({ said, identifiers, messageId, timeMs, together }) => {
    if (!said) return []
    const { choices, isNew, wording, address } = said
    const alone = together === 'unproven'
    const proof = {
      how: isNew ? 'message' : 'preferences in a message',
      ...(alone && { by: 'a browser, without proof' }),
      ...(messageId && { message: messageId.slice(0, 200) }),
      ...(address && { ip: address }),
    }
    const chosen = Object.entries(choices).flatMap(([name, granted]) => {
      const purpose = purposeOf(name)
      return purpose ? [{ purpose, granted }] : []
    })
    const named = identifiers
      .filter(({ kind }) => kind !== 'daily')
      .filter(({ kind }) => !alone || kind === 'anonymous')
      .map(({ kind, value }) => anchorOf(source.workspace, kind, normaliseIdentifier(kind, value)))
    return named.flatMap((anchor) =>
      chosen.map((one) => ({ ...one, anchor, named, atMs: timeMs, isNew, alone, wording, proof })),
    )
  })
}

const keyOf = ({ anchor, purpose }: Pick<Statement, 'anchor' | 'purpose'>): string => `${anchor} ${purpose}`

type Last = { readonly state: DecisionState; readonly atMs: number }

/** The text that was shown, by its number or its name; what else the sender calls it is kept as it is. */
function decisionFrom(one: Statement, wordings: readonly Wording[], source: string, last: Last | undefined) {
  const own = wordings.filter(({ purpose }) => purpose === one.purpose)
  const named = own.find((text) => [wordingOf(text), String(text.version)].includes(one.wording))
  const [text = named] = named ? [named] : newest(own)
  if (!text) return []
  const refusal = last?.state === 'granted' ? 'withdrawn' : 'denied'
  const decision = decisionOf(text, one.anchor, one.granted ? 'granted' : refusal, one.atMs, one.proof, source)
  const mark = one.alone ? { import: unprovenImport } : {}
  return [{ ...decision, ...mark, wording: named ? decision.wording : one.wording }]
}

/**
 * Keeps what messages say about consent. Decisions are kept once each. What SDKs repeat in every message is kept where it
 * differs from what the same source said last, and never takes back a refusal made elsewhere.
 */
export function openSaid({ warehouse, store, suppressed, record, now }: SaidDeps): Hear {
  const repeated = openMemory<boolean>(50_000)
  const ask = openAsking(warehouse)

  return async (source, speaking) => {
    const { workspace, slug, trusted } = source
    const memoryOf = (one: Statement): string => `${workspace} ${slug} ${keyOf(one)}`
    const heard = statementsOf([source, speaking]).filter(
      (one) => one.isNew || repeated.get(memoryOf(one)) !== one.granted,
    )
    if (heard.length === 0) return
    const erased = await suppressed(
      workspace,
      heard.flatMap(({ named }) => named),
    )
    const fresh = heard.filter(({ named }) => !named.some((anchor) => erased.has(anchor)))
    if (fresh.length === 0) return
    const lasts = new Map(await ask.lasts(workspace, slug, fresh))
    const takesBack = (one: Statement): boolean => isRefusal(lasts.get(keyOf(one))?.state ?? 'none')
    const doubtful = fresh.filter((one) => one.granted && isWeak(one, trusted) && !takesBack(one))
    const refused = await ask.refused(workspace, doubtful)
    const wordings = await store.wordings(workspace, new Date(now()))
    const decisions = fresh
      .sort((a, b) => a.atMs - b.atMs)
      .flatMap((one) => {
        const last = lasts.get(keyOf(one))
        if (last && !isNews(one, last)) return []
        if (doubtful.includes(one) && refused.has(keyOf(one)) && !takesBack(one)) return []
        const made = decisionFrom(one, wordings, slug, last)
        for (const { state } of made) lasts.set(keyOf(one), { state, atMs: one.atMs })
        return made
      })
    await record(workspace, decisions)
    for (const one of fresh) repeated.set(memoryOf(one), one.granted)
  }
}

const isNews = (one: Statement, last: Last): boolean =>
  one.atMs > last.atMs && (one.isNew || isRefusal(last.state) === one.granted)

/** A yes that proves little: repeated by a program, or said by who knows whom. */
const isWeak = ({ isNew, purpose }: Statement, trusted: boolean): boolean =>
  !isNew || (!trusted && reaching.has(purpose))

const openAsking = (warehouse: Warehouse) => ({
  /** What the same source said last. */
  async lasts(workspace: string, slug: string, about: readonly Statement[]): Promise<ReadonlyMap<string, Last>> {
    type Row = { readonly id: string; readonly purpose: Purpose; readonly last: DecisionState; readonly latest: number }
    const anchors = [...new Set(about.map(({ anchor }) => anchor))]
    const rows = await warehouse.rows<Row>(
      sql`select toString(anchor) as id, purpose, toString(argMax(state, (at, state != 'granted'))) as last,
          toFloat64(toUnixTimestamp64Milli(max(at))) as latest
        from consents where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(anchors)} and source = ${slug}
        group by anchor, purpose`,
      { tag: 'consents' },
    )
    return new Map(
      rows.map(({ id, purpose, last, latest }) => [keyOf({ anchor: id, purpose }), { state: last, atMs: latest }]),
    )
  },

  /** Which of them refuse, by the last word of their whole person. */
  async refused(workspace: string, about: readonly Statement[]): Promise<ReadonlySet<string>> {
    if (about.length === 0) return new Set()
    const list = anchorList([...new Set(about.map(({ anchor }) => anchor))])
    const all = anchorsOfPeople(workspace, peopleOfAnchors(workspace, list))
    const refusing = sql`
      select person, purpose from (
        select ${personSql(workspace, sql`anchor`)} as person, anchor, import, purpose, state, at
        from ${decidingRows(workspace, [...purposes])} and anchor in (${all}))
      where ${countsForPerson} group by person, purpose having argMax(state != 'granted', (at, state != 'granted'))`
    const rows = await warehouse.rows<{ id: string; purpose: Purpose }>(
      sql`select toString(anchor) as id, purpose
        from (select anchor, ${personSql(workspace, sql`anchor`)} as person from (${list})) as mine
        inner join (${refusing}) as theirs using (person)`,
      { tag: 'consents' },
    )
    return new Set(rows.map(({ id, purpose }) => keyOf({ anchor: id, purpose })))
  },
})
