import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repositoryRoot } from '../root.ts'
import { openChdb } from './chdb.ts'
import { sql } from './sql.ts'

let directory: string
let program: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fernweh-process-'))
  program = join(repositoryRoot(), '.cache', `chdb-writer-${process.pid}.mjs`)
  const entryPoints = [join(repositoryRoot(), 'test', 'engines', 'chdb-writer.ts')]
  await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm', external: ['chdb'] })
})
afterAll(async () => {
  await rm(program, { force: true })
  await rm(directory, { recursive: true, force: true })
})

const writer = (): ChildProcess =>
  spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'ignore'] })

async function* lines(child: ChildProcess): AsyncGenerator<string> {
  if (child.stdout) yield* createInterface({ input: child.stdout })
}

test('a directory that another process uses is told in a sentence, and free again when that is gone', async () => {
  const mine = await openChdb({ path: directory })
  const other = writer()
  const told: string[] = []
  for await (const line of lines(other)) told.push(line)
  expect(told.join('\n')).toContain(`Another Fernweh uses the directory ${directory}`)
  await mine.close()
})

test('what was acknowledged is there after kill -9', async () => {
  const child = writer()
  let acknowledged = 0
  for await (const line of lines(child)) {
    acknowledged = Number(line)
    if (acknowledged >= 5) break
  }
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  expect(acknowledged).toBe(5)
  const reopened = await openChdb({ path: directory })
  const [row] = await reopened.rows<{ batches: number; whole: number }>(
    sql`SELECT toUInt32(count()) AS batches, toUInt32(countIf(rows = 1000)) AS whole
      FROM (SELECT batch, count() AS rows FROM written GROUP BY batch)`,
  )
  expect(row?.batches).toBeGreaterThanOrEqual(acknowledged)
  expect(row?.whole).toBe(row?.batches)
  await reopened.close()
})

test('close ends statements that would run on', async () => {
  const warehouse = await openChdb({ path: directory, grace: 0.2 })
  const endless = warehouse.rows(sql`SELECT sum(sipHash64(number)) AS sum FROM numbers(1000000000000)`)
  const ended = expect(endless).rejects.toMatchObject({ code: 'engine.busy' })
  await warehouse.rows(sql`SELECT 1`)
  await warehouse.close()
  await ended
  await expect(warehouse.rows(sql`SELECT 1`)).rejects.toThrow('The warehouse is closed')
})
