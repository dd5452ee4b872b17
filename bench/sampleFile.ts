import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeSample } from '../src/features/collect/index.ts'

const seed = 1
const lastDay = new Date('2026-10-31T00:00:00Z')
const tried = 1_000

export type SampleFile = { readonly path: string; readonly events: number; readonly people: number }

/** A file of the sample shop with about as many events; kept, as it takes a while to write. */
export async function sampleFile(folder: string, events: number): Promise<SampleFile> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `sample-${events}.csv`)
  const note = `${path}.json`
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8'))
  const part = await writeSample({ people: tried, seed, until: lastDay, out: join(folder, 'sample-tried.csv') })
  const people = Math.max(10, Math.round((events * tried) / part.events))
  const written = await writeSample({ people, seed, until: lastDay, out: path })
  const file = { path, events: written.events, people }
  writeFileSync(note, JSON.stringify(file))
  return file
}
