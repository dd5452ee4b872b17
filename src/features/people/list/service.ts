import type { Sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Language } from '../../admin/index.ts'
import type { PeopleFilter, PeopleOrder, PersonRow } from '../schema.ts'
import { type Facts, type Traits, unnamed } from '../traits/service.ts'
import { allSql, countSql, type FigureRow, figuresSql, idsSql, type Narrowing, pageSql } from './queries.ts'

/** Turns a part of the filter into a condition over the column `person`; null where it says nothing. */
export type Narrow = (workspace: string, filter: PeopleFilter) => Promise<Sql | null>

export type Window = { readonly offset: number; readonly limit: number }
type Asked = {
  readonly workspace: string
  readonly language: Language
  readonly filter: PeopleFilter
  readonly order: PeopleOrder
  readonly columns: readonly string[]
}

const iso = (ms: number): string => new Date(ms).toISOString()
const tagged = { tag: 'people' }
const peoplePerFetch = 2_000

/** A column is a kind of identifier or the key of a trait; e-mail and phone are both. */
function factIn({ identities, trait }: Facts, column: string): string {
  return identities.find(({ kind }) => kind === column)?.value ?? trait(column) ?? ''
}

export function openList({
  warehouse,
  traits,
  narrows,
}: {
  warehouse: Warehouse
  traits: Traits
  narrows: readonly Narrow[]
}) {
  async function narrowingOf(workspace: string, filter: PeopleFilter): Promise<Narrowing> {
    const conditions = await Promise.all(narrows.map((narrow) => narrow(workspace, filter)))
    return { search: filter.search, known: filter.known, conditions: conditions.filter((one) => one !== null) }
  }

  async function rowsOf({ workspace, language, columns }: Asked, ids: readonly string[]): Promise<PersonRow[]> {
    if (ids.length === 0) return []
    const scope = { workspace }
    const [facts, figures] = await Promise.all([
      traits.factsOf(scope, ids, columns),
      warehouse.rows<FigureRow>(figuresSql(scope, ids), tagged),
    ])
    const byId = new Map(figures.map((row) => [row.personId, row]))
    return ids.flatMap((personId): PersonRow[] => {
      const row = byId.get(personId)
      const known = facts.get(personId)
      if (!row || !known) return []
      const { first_ms, last_ms, touches, value } = row
      const shown = columns.map((column) => [column, factIn(known, column)] as const).filter(([, text]) => text !== '')
      return [
        {
          personId,
          label: known.name || unnamed(personId, language),
          named: known.name !== '',
          first: iso(first_ms),
          last: iso(last_ms),
          touches,
          value,
          facts: Object.fromEntries(shown),
        },
      ]
    })
  }

  async function countOf(workspace: string, narrowing: Narrowing): Promise<number> {
    const [row] = await warehouse.rows<{ total: number }>(countSql({ workspace }, narrowing), tagged)
    return row?.total ?? 0
  }

  async function idsOf({ workspace, order }: Asked, narrowing: Narrowing, window: Window) {
    const scope = { workspace }
    const { search, known, conditions } = narrowing
    if (search.trim() === '' && known === 'all' && conditions.length === 0) {
      const [rows, total] = await Promise.all([
        warehouse.rows<{ personId: string }>(allSql(scope, order, window), tagged),
        countOf(workspace, narrowing),
      ])
      return { ids: rows.map(({ personId }) => personId), total }
    }
    const rows = await warehouse.rows<{ personId: string; total: number }>(
      pageSql(scope, narrowing, order, window),
      tagged,
    )
    const total = rows[0]?.total ?? (window.offset === 0 ? 0 : await countOf(workspace, narrowing))
    return { ids: rows.map(({ personId }) => personId), total }
  }

  return {
    async page(asked: Asked, window: Window): Promise<{ people: PersonRow[]; total: number }> {
      const { ids, total } = await idsOf(asked, await narrowingOf(asked.workspace, asked.filter), window)
      return { people: await rowsOf(asked, ids), total }
    },

    /** Everybody whom the filter shows, in batches. */
    async *everybody(asked: Asked): AsyncGenerator<readonly PersonRow[]> {
      const narrowing = await narrowingOf(asked.workspace, asked.filter)
      const { workspace, order } = asked
      let waiting: string[] = []
      const stream = warehouse.stream<{ personId: string }>(idsSql({ workspace }, narrowing, order), {
        ...tagged,
        seconds: 600,
      })
      for await (const rows of stream) {
        waiting.push(...rows.map(({ personId }) => personId))
        while (waiting.length >= peoplePerFetch) {
          yield await rowsOf(asked, waiting.slice(0, peoplePerFetch))
          waiting = waiting.slice(peoplePerFetch)
        }
      }
      yield await rowsOf(asked, waiting)
    },
  }
}

export type List = ReturnType<typeof openList>
export type { Asked as AskedList }
