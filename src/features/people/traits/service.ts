import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import type { Language } from '../../admin/index.ts'
import { aboutOne, type Scope } from '../../collect/index.ts'
import { identifierKinds } from '../../collect/schema.ts'
import type { Statement, Trait } from '../schema.ts'
import { forgetSql, type IdentityRow, identitiesSql, partsSql, type StatementRow, statementsSql } from './queries.ts'
import { nameOf, shortCode, staff, toTraits } from './traits.ts'

/** What is known of a person for a row of a list. */
export type Facts = {
  /** Empty where nothing names them. */
  readonly name: string
  readonly identities: readonly IdentityRow[]
  trait(key: string): string | undefined
}

const nameKeys = ['first_name', 'last_name', 'name', 'company', 'email', 'phone']
const tagged = { tag: 'people' }
const fewParts = 50
const noEvent = '00000000-0000-0000-0000-000000000000'

const unknown = { de: 'Unbekannt', en: 'Unknown' } satisfies Record<Language, string>

/** How people are called whom nothing names. */
export const unnamed = (person: string, language: Language): string => `${unknown[language]} · ${shortCode(person)}`

const toStatement = ({ key, value, source, at }: StatementRow): Statement => ({
  key,
  value,
  source,
  at: new Date(at).toISOString(),
})

type Parts = ReadonlyMap<string, string>

/** Rows of anchors by the person of each. */
function byPerson<T extends { readonly id: string }>(rows: readonly T[], parts: Parts) {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const person = parts.get(row.id) ?? row.id
    const group = groups.get(person)
    if (group) group.push(row)
    else groups.set(person, [row])
  }
  return groups
}

/** What identifiers and sources say about people. */
export function openTraits({ warehouse, now = Date.now }: { warehouse: Warehouse; now?: () => number }) {
  /** The person of every anchor of these people. */
  async function partsOf(scope: Scope, people: readonly string[]): Promise<Parts> {
    if (people.length === 0) return new Map()
    const merged = await warehouse.rows<{ id: string; personId: string }>(partsSql(scope, people), tagged)
    return new Map([
      ...people.map((one) => [one, one] as const),
      ...merged.map((row) => [row.id, row.personId] as const),
    ])
  }

  const asking = (parts: Parts) => (parts.size > fewParts ? tagged : { ...tagged, ...aboutOne })

  async function statementsOf(scope: Scope, parts: Parts, keys: readonly string[] | null = null) {
    if (parts.size === 0) return []
    const rows = await warehouse.rows<StatementRow>(statementsSql(scope, [...parts.keys()], keys), asking(parts))
    return rows.filter(({ id, alone }) => alone === 0 || parts.get(id) === id)
  }

  async function identitiesOf(scope: Scope, parts: Parts): Promise<IdentityRow[]> {
    if (parts.size === 0) return []
    const rows = await warehouse.rows<IdentityRow>(identitiesSql(scope, [...parts.keys()]), asking(parts))
    const rank = new Map<string, number>(identifierKinds.map((kind, i) => [kind, i]))
    return rows.sort((a, b) => (rank.get(a.kind) ?? rank.size) - (rank.get(b.kind) ?? rank.size))
  }

  /** Names, identifiers and the traits named, of each of these people. */
  async function factsOf(scope: Scope, people: readonly string[], keys: readonly string[]) {
    const parts = await partsOf(scope, people)
    const [statements, identities] = await Promise.all([
      statementsOf(scope, parts, [...new Set([...nameKeys, ...keys])]),
      identitiesOf(scope, parts),
    ])
    const [said, named] = [byPerson(statements, parts), byPerson(identities, parts)]
    return new Map(
      people.map((person): [string, Facts] => {
        const traits = new Map(
          toTraits((said.get(person) ?? []).map(toStatement)).map(({ key, value }) => [key, value]),
        )
        const trait = (key: string) => traits.get(key)
        const own = named.get(person) ?? []
        return [person, { name: nameOf(trait, own), identities: own, trait }]
      }),
    )
  }

  return {
    factsOf,

    /** What holds of one person, given by all their anchors, the person first, and what names them. */
    async all(scope: Scope, anchors: readonly string[]) {
      const parts = new Map(anchors.map((anchor) => [anchor, anchors[0] ?? anchor]))
      const [statements, identities] = await Promise.all([statementsOf(scope, parts), identitiesOf(scope, parts)])
      const traits = toTraits(statements.map(toStatement))
      const name = nameOf((key) => traits.find((one) => one.key === key)?.value, identities)
      return { traits, identities, name }
    },

    /** Everything every source said about these people, also what holds no more. */
    async statements(workspace: string, people: readonly string[]): Promise<Statement[]> {
      const scope = { workspace }
      return (await statementsOf(scope, await partsOf(scope, people))).map(toStatement)
    },

    async traitsOf(workspace: string, person: string): Promise<Trait[]> {
      const scope = { workspace }
      return toTraits((await statementsOf(scope, await partsOf(scope, [person]))).map(toStatement))
    },

    /** What to call people. */
    async labelsOf(workspace: string, people: readonly string[], language: Language) {
      const facts = await factsOf({ workspace }, people, [])
      return new Map(people.map((person) => [person, facts.get(person)?.name || unnamed(person, language)]))
    },

    /**
     * Says something about a person by hand; null takes that back, empty hides what others say. Gives what was said by
     * hand before.
     */
    async correct(workspace: string, person: string, key: string, value: string | null): Promise<string | null> {
      const scope = { workspace }
      const rows = await statementsOf(scope, await partsOf(scope, [person]), [key])
      const own = rows.filter(({ source }) => source === staff).sort((a, b) => b.at - a.at)
      const before = own[0]
      if (value === null) {
        const anchors = own.map(({ id }) => id)
        await warehouse.everywhere((physical) => forgetSql(scope, physical('traits'), anchors, key, staff), {
          ...tagged,
          settings: { lightweight_deletes_sync: 2 },
        })
        return before?.value ?? null
      }
      const at = Math.max(now(), ...rows.map((row) => row.at + 1))
      await warehouse.insert('traits', [
        { workspace, anchor: person, key, value, source: staff, at: new Date(at).toISOString(), import: noEvent },
      ])
      return before?.value ?? null
    },
  }
}

export type Traits = ReturnType<typeof openTraits>
