import { commonFault } from '../../../kernel/fault.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { anchorsOfPeople, eventRows, peopleOfAnchors } from '../../collect/index.ts'
import { anchorList } from '../anchors.ts'

/** Somebody a workspace knows: the number under which they stand now, and all their anchors. */
export type Known = { readonly person: string; readonly anchors: readonly string[] }

/** Finds a person by number or anchor; throws where a workspace has nothing of them. */
export type Present = (workspace: string, person: string) => Promise<Known>

const largest = 2n ** 128n - 1n
const missing = () => commonFault('thing.missing', 'There is no such person')

export const openPresent =
  (warehouse: Warehouse): Present =>
  async (workspace, asked) => {
    if (BigInt(asked) > largest) throw missing()
    const number = String(BigInt(asked))
    const tagged = { tag: 'protection' }
    const [one] = await warehouse.rows<{ person: string }>(
      sql`select toString(person) as person from (${peopleOfAnchors(workspace, anchorList([number]))})`,
      tagged,
    )
    const person = one?.person ?? number
    const own = await warehouse.rows<{ anchor: string }>(
      sql`select distinct toString(anchor) as anchor from (${anchorsOfPeople(workspace, [person])}) limit 5000`,
      tagged,
    )
    const anchors = [...new Set([person, ...own.map(({ anchor }) => anchor)])]
    const of = sql`where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(anchors)} limit 1`
    const found = await warehouse.rows(
      sql`select 1 from (
        select 1 from identities ${of} union all select 1 from traits ${of} union all select 1 from consents ${of}
        union all select 1 from ${eventRows({ workspace })} and anchor in ${p.anchors(anchors)} limit 1) limit 1`,
      tagged,
    )
    if (found.length === 0) throw missing()
    return { person, anchors }
  }
