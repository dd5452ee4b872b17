import { p, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { QueryOptions, Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorsOfPeople, eventRows, identitiesIn, pathRows, personSql } from '../../collect/index.ts'
import type { Retention } from '../consent/schema.ts'
import type { Erasing } from './erasing.ts'
import { monthsBefore } from './requests.ts'
import type { RetentionPlan } from './schema.ts'

export type RetentionDeps = {
  readonly warehouse: Warehouse
  readonly erasing: Pick<Erasing, 'record' | 'done'>
  readonly settle: (settling: { readonly workspace: string; readonly touched: Sql | 'all' }) => Promise<void>
  readonly now: () => number
}

const patient: QueryOptions = { seconds: 3600, tag: 'retention' }
const peopleAtOnce = 2_000

/** What is kept for how long, and what follows from it. */
export function openRetention({ warehouse, erasing, settle, now }: RetentionDeps) {
  const personOf = (workspace: string) => personSql(workspace, sql`anchor`)

  /** People who have a name of some kind, as a SELECT of `person`. */
  const named = (workspace: string): Sql => sql`
    select distinct ${personOf(workspace)} as person from ${identitiesIn({ workspace })} where kind not in ('anonymous', 'daily')`

  const before = (months: number): Sql => p.ms(monthsBefore(now(), months))

  const anonymous = (workspace: string, months: number): Sql =>
    sql`time < ${before(months)} and ${personOf(workspace)} not in (${named(workspace)})`

  const inactive = (workspace: string, months: number): Sql => sql`
    select person from ${pathRows({ workspace })} and times[-1] < ${monthsBefore(now(), months)}`

  async function countEvents(workspace: string, condition: Sql | null): Promise<number> {
    if (condition === null) return 0
    const [row] = await warehouse.rows<{ events: number }>(
      sql`select toFloat64(count()) as events from ${eventRows({ workspace })} and ${condition}`,
      patient,
    )
    return row?.events ?? 0
  }

  async function removeEvents(workspace: string, condition: Sql): Promise<number> {
    const events = await countEvents(workspace, condition)
    if (events === 0) return 0
    await warehouse.everywhere(
      (physical) =>
        sql`alter table ${physical('events')} delete where workspace = ${p.uuid(workspace)} and ${condition}`,
      { ...patient, settings: { mutations_sync: 2 } },
    )
    return events
  }

  async function countPeople(workspace: string, months: number | null): Promise<number> {
    if (months === null) return 0
    const [row] = await warehouse.rows<{ people: number }>(
      sql`select toFloat64(count()) as people from (${inactive(workspace, months)})`,
      patient,
    )
    return row?.people ?? 0
  }

  async function removePeople(workspace: string, months: number): Promise<number> {
    let removed = 0
    for (;;) {
      const rows = await warehouse.rows<{ person: string }>(
        sql`select toString(person) as person from (${inactive(workspace, months)}) order by person limit ${peopleAtOnce}`,
        patient,
      )
      if (rows.length === 0) return removed
      const people = rows.map(({ person }) => person)
      const own = await warehouse.rows<{ anchor: string }>(
        sql`select distinct toString(anchor) as anchor from (${anchorsOfPeople(workspace, people)})`,
        patient,
      )
      const anchors = [...new Set([...people, ...own.map(({ anchor }) => anchor)])]
      const subject = { person: '', anchors, identifiers: [] }
      await erasing.done(await erasing.record({ workspace, reason: 'retention', subject, by: null }))
      removed += people.length
    }
  }

  return {
    /** What would be removed at this moment. */
    async plan(workspace: string, { anonymousMonths, eventMonths, inactiveMonths }: Retention) {
      const [anonymousEvents, oldEvents, inactivePeople] = await Promise.all([
        countEvents(workspace, anonymousMonths === null ? null : anonymous(workspace, anonymousMonths)),
        countEvents(workspace, eventMonths === null ? null : sql`time < ${before(eventMonths)}`),
        countPeople(workspace, inactiveMonths),
      ])
      return { anonymousEvents, oldEvents, inactivePeople }
    },

    /** Removes what is kept too long, people first; reports follow. */
    async run(workspace: string, { anonymousMonths, eventMonths, inactiveMonths }: Retention) {
      const inactivePeople = inactiveMonths === null ? 0 : await removePeople(workspace, inactiveMonths)
      const anonymousEvents =
        anonymousMonths === null ? 0 : await removeEvents(workspace, anonymous(workspace, anonymousMonths))
      const oldEvents = eventMonths === null ? 0 : await removeEvents(workspace, sql`time < ${before(eventMonths)}`)
      if (anonymousEvents + oldEvents > 0) await settle({ workspace, touched: 'all' })
      const done: Omit<RetentionPlan, 'ran'> = { anonymousEvents, oldEvents, inactivePeople }
      return done
    },
  }
}

export type RetentionWork = ReturnType<typeof openRetention>
