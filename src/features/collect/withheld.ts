import { p, raw, type Sql, sql } from '../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { personSql } from './identity/overlay.ts'
import { browsersSaying, countsForPerson, unproven, unprovenImport } from './unproven.ts'

const nowhere = '00000000-0000-0000-0000-000000000000'

/** True for decisions of the table `consents` that a file brought. */
export const importedDecision = sql`(source = 'import' or import not in (toUUID(${nowhere}), toUUID(${unprovenImport})))`

/**
 * The decisions about some purposes that tell whether they are refused; ends within a WHERE clause. Grants of imports are
 * left aside: they never take the place of a refusal, so without them the last decision is the one that counts.
 */
export const decidingRows = (workspace: string, purposes: readonly string[]): Sql => sql`
  consents where workspace = ${p.uuid(workspace)} and purpose in ${purposes} and not (state = 'granted' and ${importedDecision})`

/** Whether the last of some decisions refuses; of decisions of one moment the refusal counts. */
export const lastRefuses = raw("argMax(state != 'granted', (at, state != 'granted'))")

/** People whose last word on one of the purposes is a refusal, as a SELECT of `person`. */
export const refusingPeople = (workspace: string, purposes: readonly string[]): Sql => sql`
  select distinct person from (
    select person from (select ${personSql(workspace, raw('anchor'))} as person, anchor, import, purpose, state, at
      from ${decidingRows(workspace, purposes)})
    where ${countsForPerson} group by person, purpose having ${lastRefuses})`

/** What keeps people out of every report: they refused to be evaluated, or their data are restricted. */
const withholding = ['analytics', 'restriction']

/** People whose events are kept and not counted, as a SELECT of `person`. */
export const withheldPeople = (workspace: string): Sql => refusingPeople(workspace, withholding)

/** Of people with these anchors, those who are withheld: `wholes` names the person of anchors that are part of one. */
export async function withheldAmong(
  warehouse: Warehouse,
  workspace: string,
  anchors: readonly string[],
  wholes: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const whole = (anchor: string): string => wholes.get(anchor) ?? anchor
  const refusals = await warehouse.rows<{
    id: string
    purpose: string
    alone: number
    latest: number
    refuses: number
  }>(
    sql`select toString(anchor) as id, purpose, toUInt8(${unproven}) as alone, toFloat64(toUnixTimestamp64Milli(max(at))) as latest,
        toUInt8(${lastRefuses}) as refuses
      from ${decidingRows(workspace, withholding)} and anchor in ${p.anchors(anchors)} group by anchor, purpose, alone`,
  )
  const last = new Map<string, { readonly at: number; readonly refuses: boolean }>()
  for (const { id, purpose, alone, latest: at, refuses } of refusals) {
    if (alone === 1 && whole(id) !== id) continue
    const key = `${whole(id)} ${purpose}`
    const before = last.get(key)
    if (!before || at > before.at || (at === before.at && refuses === 1)) last.set(key, { at, refuses: refuses === 1 })
  }
  return new Set([...last].flatMap(([key, { refuses }]) => (refuses ? [key.split(' ')[0] ?? ''] : [])))
}

/** Anchors of browsers that refuse for themselves, as a SELECT of `anchor`: their own events are not counted for anybody. */
export const refusingBrowsers = (workspace: string): Sql => browsersSaying(workspace, 'refuse', 0)

/** Of these anchors those of browsers that refuse for themselves. */
export async function refusingAmong(
  warehouse: Warehouse,
  workspace: string,
  anchors: readonly string[],
): Promise<ReadonlySet<string>> {
  if (anchors.length === 0) return new Set()
  const rows = await warehouse.rows<{ id: string }>(
    sql`select toString(anchor) as id from (${refusingBrowsers(workspace)}) where anchor in ${p.anchors(anchors)}`,
  )
  return new Set(rows.map(({ id }) => id))
}
