import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import { countsForPerson, importedDecision, personSql, refusingPeople, unproven } from '../../collect/index.ts'
import { type Decision, type DecisionState, type Purpose, purposes } from './schema.ts'

const nowhere = '00000000-0000-0000-0000-000000000000'

/** A decision on its way into the table; `anchor` is the identifier with which it was made. */
export type NewDecision = {
  readonly anchor: string
  /** `restriction`: whether the data may be used at all. */
  readonly purpose: Purpose | 'restriction'
  readonly state: DecisionState
  readonly basis: string
  /** `purpose/version`, or empty. */
  readonly wording: string
  readonly atMs: number
  readonly expiresMs: number | null
  readonly proof: Readonly<Record<string, string>>
  /** The source's slug; `import` for files. */
  readonly source: string
  /** The import that brought it, or the mark of what a browser says without proof. */
  readonly import?: string
}

export const rowOf = (workspace: string, one: NewDecision): object => ({
  workspace,
  anchor: one.anchor,
  purpose: one.purpose,
  state: one.state,
  basis: one.basis,
  wording: one.wording,
  at: one.atMs,
  proof: JSON.stringify(one.proof),
  expires: one.expiresMs,
  source: one.source,
  import: one.import ?? nowhere,
})

export type DecisionRow = {
  readonly purpose: Purpose
  readonly state: DecisionState
  readonly basis: string
  readonly wording: string
  readonly at: number
  readonly expires: number | null
  readonly source: string
  readonly imported: number
  readonly counts: number
  readonly proof: string
}

/** `person`: whose decisions are asked for; what a browser said without proof counts only where it is the person itself. */
export const decisionsSql = (workspace: string, anchors: readonly string[], person: string): Sql => sql`
  select distinct purpose, toString(state) as state, basis, wording, toFloat64(toUnixTimestamp64Milli(at)) as at,
    if(isNull(expires), NULL, toFloat64(toUnixTimestamp64Milli(assumeNotNull(expires)))) as expires, source,
    toUInt8(${importedDecision}) as imported, toUInt8(anchor = ${p.anchor(person)} or not ${unproven}) as counts, proof
  from consents where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(anchors)} and purpose in ${purposes}
  order by at desc limit 2000`

function proofOf(text: string): Record<string, string> {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return text === '' ? {} : { note: text }
    return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, String(value)]))
  } catch {
    return { note: text }
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

export const toDecision = ({ at, expires, imported: file, counts, proof, ...rest }: DecisionRow): Decision => ({
  ...rest,
  at: iso(at),
  expires: expires === null ? null : iso(expires),
  imported: file === 1,
  counts: counts === 1,
  proof: proofOf(proof),
})

/** People with a grant that holds at this moment, as a SELECT of `person`. */
export const grantedPeople = (workspace: string, purpose: Purpose, nowMs: number): Sql => sql`
  select person from (
    select ${personSql(workspace, sql`anchor`)} as person, argMax((state, expires), (at, state != 'granted', received)) as last
    from consents where workspace = ${p.uuid(workspace)} and purpose = ${purpose} and ${countsForPerson} group by person)
  where last.1 = 'granted' and (isNull(last.2) or assumeNotNull(last.2) > ${p.ms(nowMs)})
    and person not in (${refusingPeople(workspace, [purpose])})`
