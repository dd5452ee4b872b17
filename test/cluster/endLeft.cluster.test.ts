import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endLeft } from '../../src/platform/warehouse/endLeft.ts'
import { p, sql } from '../../src/platform/warehouse/sql.ts'
import type { Warehouse } from '../../src/platform/warehouse/warehouse.ts'
import { temporaryCluster, temporaryServer } from '../engines/product.ts'

describe.each([
  ['a ClickHouse server', temporaryServer],
  ['a cluster of two shards', temporaryCluster],
])('a statement left on %s', (_, open) => {
  let warehouse: Warehouse
  beforeAll(async () => {
    warehouse = await open()
  })
  afterAll(() => warehouse.close())

  const running = async (tag: string) => {
    const rows = await warehouse.rows(sql`select 1 from system.processes where Settings['log_comment'] = ${tag}`)
    return rows.length > 0
  }

  test('is ended by its tag, and nothing of it arrives afterwards; others go on', async () => {
    const [id, other] = [randomUUID(), randomUUID()]
    const slowly = (one: string) =>
      warehouse.command(
        sql`insert into import_people (workspace, import, anchor)
          select ${p.uuid(one)}, ${p.uuid(one)}, number from numbers(20) where sleepEachRow(0.1) = 0`,
        { tag: `import ${one}`, settings: { max_block_size: 1, min_insert_block_size_rows: 1 } },
      )
    const [left, lasting] = [slowly(id), slowly(other)]
    const ended = expect(left).rejects.toMatchObject({ code: 'engine.busy' })
    while (!(await running(`import ${id}`))) await Promise.resolve()
    await endLeft(warehouse, `import ${id}`)
    expect(await running(`import ${id}`)).toBe(false)
    const count = async (one: string) => {
      const where = sql`where import = ${p.uuid(one)}`
      return (await warehouse.rows<{ n: number }>(sql`select toUInt32(count()) as n from import_people ${where}`))[0]?.n
    }
    const before = await count(id)
    expect(before).toBeLessThan(20)
    await ended
    await lasting
    expect([await count(id), await count(other)]).toEqual([before, 20])
  })
})
