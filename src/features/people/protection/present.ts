import { commonFault } from '../../../kernel/fault.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { aboutOne, eventRows, membersOf } from '../../collect/index.ts'

/** Somebody a workspace knows: the number under which they stand now, and all their anchors. */
export type Known = { readonly person: string; readonly anchors: readonly string[] }

/** Finds a person by number or anchor; throws where a workspace has nothing of them. */
export type Present = (workspace: string, person: string) => Promise<Known>

const largest = 2n ** 128n - 1n
const tagged = { ...aboutOne, tag: 'protection' }
const missing = () => commonFault('thing.missing', 'There is no such person')

export const openPresent =
  (warehouse: Warehouse): Present =>
  async (workspace, asked) => {
    if (BigInt(asked) > largest) throw missing()
    const { person, anchors } = await membersOf(warehouse, workspace, asked)
    const of = sql`where workspace = ${p.uuid(workspace)} and anchor in ${p.anchors(anchors)} limit 1`
    const named = await warehouse.rows(sql`select 1 from identities ${of}`, tagged)
    if (named.length > 0) return { person, anchors }
    const found = await warehouse.rows(
      sql`select 1 from (
        select 1 from traits ${of} union all select 1 from consents ${of}
        union all select 1 from ${eventRows({ workspace })} and anchor in ${p.anchors(anchors)} limit 1) limit 1`,
      tagged,
    )
    if (found.length === 0) throw missing()
    return { person, anchors }
  }
