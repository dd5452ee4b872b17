import { rmSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { repositoryRoot } from '../src/platform/root.ts'
import { type LoadFigures, load } from './ingestLoad.ts'
import { type Program, startProgram } from './program.ts'

const { values } = parseArgs({
  options: {
    ingest: { type: 'boolean' },
    seconds: { type: 'string', default: '20' },
    visitors: { type: 'string', default: '20000' },
  },
})

type Figures = LoadFigures & { readonly cpu: number; readonly memory: readonly number[] }

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const at = (list: readonly number[], share: number): number => list[Math.floor((list.length - 1) * share)] ?? Number.NaN

async function measured(program: Program, plan: Parameters<typeof load>[0]): Promise<Figures> {
  const memory = [program.megabytes()]
  const watch = setInterval(() => memory.push(program.megabytes()), (plan.seconds * 1000) / 4)
  const before = program.cpuSeconds()
  const figures = await load(plan)
  clearInterval(watch)
  return { ...figures, cpu: program.cpuSeconds() - before, memory }
}

function line(name: string, { events, requests, refused, seconds, latencies, cpu, memory }: Figures): string {
  const cells = [
    name,
    whole(events / seconds),
    whole(requests / seconds),
    `${whole(at(latencies, 0.5))} ms`,
    `${whole(at(latencies, 0.99))} ms`,
    refused,
    `${((cpu * 1000) / events).toFixed(3)} s`,
    memory.map(whole).join(', '),
  ]
  return `| ${cells.join(' | ')} |`
}

async function main(): Promise<void> {
  const data = join(repositoryRoot(), '.cache/bench/ingest')
  rmSync(data, { recursive: true, force: true })
  const program = await startProgram(data)
  const settings = { name: 'bench', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'en' } as const
  const { id: workspace } = await program.client.admin.createWorkspace(settings)
  const { key } = await program.client.collect.sources.create({ workspace, name: 'Shop', kind: 'server' })
  const [seconds, visitors] = [Number(values.seconds), Number(values.visitors)]
  const plan = { port: program.port, key, connections: 64, seconds, visitors }
  await load({ ...plan, batch: 15, seconds: 2 })
  const batches = await measured(program, { ...plan, batch: 15 })
  const singles = await measured(program, { ...plan, batch: 1 })
  const begun = performance.now()
  const { events } = await program.client.collect.sources.stats({ workspace })
  const caughtUp = (performance.now() - begun) / 1000
  await program.stop()
  rmSync(data, { recursive: true, force: true })
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`
  process.stdout.write(
    `${[
      '| | events/s | requests/s | p50 | p99 | refused | CPU per 1,000 events | memory over time, MB |',
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      line('64 connections, batches of 15', batches),
      line('64 connections, single events', singles),
    ].join(
      '\n',
    )}\n\nAcknowledged events, the load generator beside the server; paths of all ${whole(events)} events up to date ${caughtUp.toFixed(1)} s after the end; ${machine}.\n`,
  )
}

await main()
