import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeMany } from './testing/many.ts'
import { contactWorld } from './testing/world.ts'
import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
test('perf', async () => {
  const world = await contactWorld()
  const workspace = await world.workspace({ timeZone: 'Europe/Berlin', language: 'de' })
  const path = join(world.directory, 'many.csv')
  await writeMany(path, 100_000)
  const log: [string, number, string][] = []
  const w = world.warehouse as any
  const t0 = Date.now(); const c0 = process.cpuUsage()
  const s = new Session(); s.connect(); await s.post('Profiler.enable'); await s.post('Profiler.start')
  const states: string[] = []
  const timer = setInterval(async () => { const [one] = await world.collect.imports.all(workspace.id); const c = process.cpuUsage(c0); states.push(`${Date.now() - t0}ms cpu ${Math.round((c.user + c.system) / 1000)} ${one?.state} ${one?.progress.toFixed(2)}`) }, 1500)
  await world.importPath(workspace, path)
  clearInterval(timer)
  const { profile } = await s.post('Profiler.stop') as any
  writeFileSync('/work/notes/contacts/p.cpuprofile', JSON.stringify(profile))
  console.log(states.join('\n'))
  const rows = await world.warehouse.rows<any>({ sql: true, parts: ["select normalizeQuery(substring(query,1,140)) as q, count() as n, sum(query_duration_ms) as ms, sum(ProfileEvents['OSCPUVirtualTimeMicroseconds'])/1000 as cpu from system.query_log where type='QueryFinish' group by q order by cpu desc limit 14"] } as any).catch((e: any) => [String(e)])
  console.log(JSON.stringify(rows, null, 1))
  expect(1).toBe(1)
  await world.close()
}, 600000)
