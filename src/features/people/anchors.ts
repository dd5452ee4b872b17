import { p, type Sql, sql } from '../../platform/warehouse/sql.ts'

/** Some anchors as a SELECT of `anchor`. */
export const anchorList = (anchors: readonly string[]): Sql => sql`select arrayJoin(${p.anchors(anchors)}) as anchor`
