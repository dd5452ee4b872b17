import { raw, sql } from '../../src/platform/warehouse/sql.ts'
import type { TemporaryProduct } from './product.ts'

/** Everything that both databases hold, as one text per table: what has an effect changes it. */
export async function everythingIn({
  collect,
  postgres,
  warehouse,
}: TemporaryProduct): Promise<Record<string, string>> {
  await collect.intake.settled()
  const all: Record<string, string> = {}
  const { rows: names } = await postgres.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  for (const { name } of names) {
    const { rows } = await postgres.pool.query<{ held: string }>(
      `select coalesce(string_agg(one::text, ',' order by one::text), '') as held from "${name}" one`,
    )
    all[name] = rows[0]?.held ?? ''
  }
  const tables = await warehouse.rows<{ name: string; engine: string }>(
    sql`select name, engine from system.tables where database = currentDatabase() order by name`,
  )
  for (const { name, engine } of tables) {
    const final = engine.startsWith('Replacing') ? ' final' : ''
    const [held] = await warehouse.rows<{ held: string }>(
      sql`select toString((count(), sum(cityHash64(toString(tuple(*)))))) as held from ${raw(`${name}${final}`)}`,
    )
    all[`warehouse.${name}`] = held?.held ?? ''
  }
  return all
}
