import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorOf, identitiesIn, membersOf, normaliseIdentifier } from '../../collect/index.ts'
import type { IdentifierKind } from '../../collect/schema.ts'
import { phonesOf } from '../contacts/values.ts'
import { anchorsNaming, patient } from './eraseEvents.ts'
import { type Identifier, namesPerson, needlesOf, patternsOf } from './needles.ts'
import type { Subject } from './orders.ts'
import type { Known } from './present.ts'

type Spelled = { readonly kind: IdentifierKind; readonly value: string }

/** The other identifiers under which a person may come: national numbers for international ones, an address as a name. */
export function spellingsOf({ kind, value }: Identifier, country: string): Spelled[] {
  if (kind === 'email') return (['customer', 'user'] as const).map((other) => ({ kind: other, value }))
  if (kind !== 'phone') return []
  return phonesOf(value, country).flatMap((number): Spelled[] => {
    const found = parsePhoneNumberFromString(number)
    if (!found) return []
    const forms = [number, number.slice(1), found.formatNational()]
    return forms.map((form) => ({ kind: 'phone', value: form }))
  })
}

/** What names a person: the identifiers at their anchors, and addresses and numbers among their traits. */
async function identifiersOf(
  warehouse: Warehouse,
  workspace: string,
  anchors: readonly string[],
): Promise<Identifier[]> {
  return warehouse.rows<Identifier>(
    sql`select distinct kind, value from (
        select toString(kind) as kind, value from ${identitiesIn({ workspace })} where anchor in ${p.anchors(anchors)}
        union all
        select if(startsWith(toString(key), 'phone'), 'phone', 'email') as kind, value from traits
        where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(anchors)}
          and match(toString(key), '^(email|phone)(_[0-9]+)?$'))
      where trimBoth(value) != ''`,
    patient,
  )
}

/**
 * Everything by which a person is found again: their anchors, those of other spellings that belong to nobody else, and what
 * names them. An identifier that another person has too stays with them.
 */
export async function subjectOf(
  warehouse: Warehouse,
  workspace: string,
  country: string,
  { person, anchors }: Known,
): Promise<Subject> {
  const identifiers = await identifiersOf(warehouse, workspace, anchors)
  const needles = needlesOf(identifiers, country)
  const names = namesPerson(needles, [])
  const own = new Set(anchors)
  const foreign = new Set<string>()
  for (const { anchor } of await anchorsNaming(warehouse, workspace, patternsOf(needles))) {
    if (own.has(anchor) || foreign.has(anchor)) continue
    const members = await membersOf(warehouse, workspace, anchor)
    const values = await identifiersOf(warehouse, workspace, members.anchors)
    const into = values.every(({ value }) => names(value)) ? own : foreign
    for (const one of members.anchors) into.add(one)
  }
  const said = identifiers.flatMap((one) => spellingsOf(one, country))
  const spelled = said.map(({ kind, value }) => anchorOf(workspace, kind, normaliseIdentifier(kind, value)))
  const others = await takenAmong(
    warehouse,
    workspace,
    spelled.filter((one) => !own.has(one)),
  )
  for (const anchor of spelled) if (!others.has(anchor)) own.add(anchor)
  return { person, anchors: [...own], identifiers }
}

async function takenAmong(warehouse: Warehouse, workspace: string, anchors: readonly string[]): Promise<Set<string>> {
  if (anchors.length === 0) return new Set()
  const rows = await warehouse.rows<{ anchor: string }>(
    sql`select distinct toString(anchor) as anchor from ${identitiesIn({ workspace })} where anchor in ${p.anchors(anchors)}`,
    patient,
  )
  return new Set(rows.map(({ anchor }) => anchor))
}
