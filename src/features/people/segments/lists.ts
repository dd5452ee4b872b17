import { p, raw, type Sql, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorOf, anchorsOfPeople, normaliseIdentifier, pathRows, withPerson } from '../../collect/index.ts'
import { identifierKinds } from '../../collect/schema.ts'
import { listedRows } from './compile.ts'
import type { Pasted } from './schema.ts'

const tagged = { tag: 'segments' }
const perQuestion = 1_000
const mostShown = 200
const mostPasted = 20_000

/** The identifiers in a text: one per line, or with commas, semicolons or tabs between; each once. */
export function identifiersIn(text: string): string[] {
  const parts = text.split(/[\n\r\t;,]+/).map((part) => part.trim().replace(/^"(.*)"$/, '$1'))
  return [...new Set(parts.filter((part) => part !== ''))].slice(0, mostPasted)
}

const columns = sql`(workspace, segment, anchor, listed, version)`

type Place = { readonly workspace: string; readonly segment: string }

/** Lists of people that are kept by hand. */
export function openLists({ warehouse, now }: { warehouse: Warehouse; now: () => number }) {
  let lastVersion = 0
  const nextVersion = (): number => {
    lastVersion = Math.max(now(), lastVersion + 1)
    return lastVersion
  }

  const newRow = ({ workspace, segment }: Place, anchor: Sql, listed: 0 | 1): Sql =>
    sql`${p.uuid(workspace)}, ${p.uuid(segment)}, ${anchor}, ${raw(String(listed))}, ${p.uint(nextVersion())}`

  const membersSql = ({ workspace, segment }: Place): Sql =>
    sql`select person from ${withPerson(workspace, sql`select anchor from ${listedRows(workspace, segment)}`)}`

  async function size(place: Place): Promise<number> {
    const [row] = await warehouse.rows<{ people: number }>(
      sql`select toUInt32(uniqExact(person)) as people from (${membersSql(place)})`,
      tagged,
    )
    return row?.people ?? 0
  }

  async function add({ workspace, segment }: Place, people: readonly string[]): Promise<void> {
    const version = nextVersion()
    for (let from = 0; from < people.length; from += 10 * perQuestion) {
      const rows = people.slice(from, from + 10 * perQuestion)
      await warehouse.insert(
        'segment_members',
        rows.map((anchor) => ({ workspace, segment, anchor, listed: 1, version: String(version) })),
      )
    }
  }

  /** The person of each identifier that names somebody who is known; the strongest kind goes first. */
  async function peopleNamed(workspace: string, identifiers: readonly string[]): Promise<Map<string, string>> {
    const anchors = identifiers.map((text) =>
      identifierKinds.map((kind) => {
        const value = normaliseIdentifier(kind, text)
        return value === '' ? '' : anchorOf(workspace, kind, value)
      }),
    )
    const rows = await warehouse.rows<{ id: string; person: string }>(
      sql`select toString(anchor) as id, toString(person) as person from ${withPerson(
        workspace,
        sql`select distinct anchor from identities where workspace = ${p.uuid(workspace)}
          and anchor in ${p.anchors(anchors.flat().filter((one) => one !== ''))}`,
      )} where person global in (select person from ${pathRows({ workspace })})`,
      tagged,
    )
    const personOf = new Map(rows.map(({ id, person }) => [id, person]))
    return new Map(
      identifiers.flatMap((text, i) => {
        const person = anchors[i]?.map((anchor) => personOf.get(anchor)).find((one) => one !== undefined)
        return person === undefined ? [] : [[text, person] as const]
      }),
    )
  }

  return {
    add,

    async drop({ workspace, segment }: Place, person: string): Promise<void> {
      await warehouse.command(
        sql`insert into segment_members ${columns}
          select ${newRow({ workspace, segment }, raw('anchor'), 0)} from ${listedRows(workspace, segment)}
            and anchor global in (${anchorsOfPeople(workspace, [person])})`,
        tagged,
      )
    },

    /** Adds the people of a SELECT of `person`; gives how many are new. */
    async addFound(place: Place, people: Sql): Promise<number> {
      const before = await size(place)
      await warehouse.command(
        sql`insert into segment_members ${columns} select ${newRow(place, raw('person'), 1)} from (${people})`,
        { ...tagged, seconds: 300 },
      )
      return (await size(place)) - before
    },

    async paste(place: Place, text: string): Promise<Pasted> {
      const identifiers = identifiersIn(text)
      const before = await size(place)
      const found = new Map<string, string>()
      for (let from = 0; from < identifiers.length; from += perQuestion) {
        const named = await peopleNamed(place.workspace, identifiers.slice(from, from + perQuestion))
        for (const [one, person] of named) found.set(one, person)
      }
      const people = [...new Set(found.values())]
      await add(place, people)
      const added = (await size(place)) - before
      const missing = identifiers.filter((one) => !found.has(one))
      return {
        read: identifiers.length,
        added,
        already: people.length - added,
        missing: missing.slice(0, mostShown),
        missingCount: missing.length,
      }
    },

    async forget({ workspace, segment }: Place): Promise<void> {
      await warehouse.everywhere(
        (physical) => sql`delete from ${physical('segment_members')}
          where workspace = ${p.uuid(workspace)} and segment = ${p.uuid(segment)}`,
        { ...tagged, settings: { lightweight_deletes_sync: 2 } },
      )
    },
  }
}

export type Lists = ReturnType<typeof openLists>
