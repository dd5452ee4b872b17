import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ClickHouse, startClickHouse, startCluster } from '../engines/clickhouse.ts'
import { startPostgresServer } from '../engines/postgres-server.ts'
import { ecom, endAll, fernwehJson, startServer, temporaryDirectory } from './program.ts'

let directory = temporaryDirectory()
beforeEach(() => {
  directory = temporaryDirectory()
})
afterEach(async () => {
  await endAll()
  directory.remove()
})

type People = readonly { readonly people: number }[]

const peopleOf = (list: People): number[] => list.map(({ people }) => people)

async function showsTheFiguresOfTheBuiltInEngines(data: string): Promise<void> {
  const steps = 'catalog,product_view,add_to_cart,payment_details,purchase'
  const funnel = async (within: string) =>
    peopleOf(
      (await fernwehJson<{ steps: People }>(data, 'report', 'funnel', '--steps', steps, '--within', within)).steps,
    )
  expect(await funnel('1d')).toEqual([600, 591, 386, 173, 56])
  expect(await funnel('7d')).toEqual([600, 591, 410, 220, 85])
  expect(await funnel('30d')).toEqual([600, 596, 465, 294, 138])
  const report = await fernwehJson<{ phases: People }>(data, 'report', 'phases', '--journey', 'Onlineshop')
  expect(report).toMatchObject({ people: 600, goal: { part: 328, n: 600 } })
  expect(peopleOf(report.phases)).toEqual([600, 600, 535, 441, 0, 0])
}

test.each([
  ['one ClickHouse server', startClickHouse],
  ['a cluster of two shards', () => startCluster(2)],
] as const)(
  'DATABASE_URL and CLICKHOUSE_URL lead to a PostgreSQL server and %s, nothing else changes',
  async (_, start) => {
    const data = directory.file('data')
    const postgres = await startPostgresServer()
    const clickhouse: ClickHouse = await start()
    const settings = {
      DATABASE_URL: postgres.url,
      CLICKHOUSE_URL: clickhouse.url,
      ...(clickhouse.cluster ? { CLICKHOUSE_CLUSTER: clickhouse.cluster } : {}),
    }
    try {
      const server = await startServer(data, { settings })
      expect(await fernwehJson(data, 'import', ecom)).toMatchObject({ read: 31_106, imported: 31_106, people: 600 })
      await fernwehJson(data, 'draft', '--goal', 'purchase', '--name', 'Onlineshop')
      await showsTheFiguresOfTheBuiltInEngines(data)
      expect(await fernwehJson(data, 'import', ecom)).toMatchObject({ imported: 0, duplicates: 31_106 })
      expect((await server.stop()).code).toBe(0)
      expect(existsSync(directory.file('data/postgres'))).toBe(false)

      const again = await startServer(data, { settings })
      await showsTheFiguresOfTheBuiltInEngines(data)
      expect((await again.stop()).code).toBe(0)
    } finally {
      await Promise.all([postgres.stop(), clickhouse.stop()])
    }
  },
  240_000,
)
