import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { folderFault } from './faults.ts'

export const storeNames = ['postgres', 'warehouse'] as const
export type StoreName = (typeof storeNames)[number]

const Place = z.enum(['built in', 'outside'])
export type Place = z.infer<typeof Place>

/** A piece of a table that is gone: blocks of rows of one partition. `rows` is null where nobody knows. */
export const Loss = z.object({
  table: z.string(),
  partition: z.string(),
  min: z.number(),
  max: z.number(),
  rows: z.number().nullable(),
})
export type Loss = z.infer<typeof Loss>

/** The file `fernweh.json`: which data folder this is, and which stores are known to carry its id. */
const Identity = z.object({
  id: z.uuid(),
  version: z.literal(1),
  stores: z.partialRecord(z.enum(storeNames), Place),
  /** What was found missing and waits for somebody to accept it. */
  lost: z.array(Loss),
  /** What was missing and is accepted; told no more. */
  accepted: z.array(Loss),
})
export type Identity = z.infer<typeof Identity>

export const newIdentity = (): Identity => ({ id: randomUUID(), version: 1, stores: {}, lost: [], accepted: [] })

const fileOf = (data: string) => join(data, 'fernweh.json')

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** A file as text; undefined where there is none. */
export function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Replaces a file by one that is whole and on the disk. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.draft`
  writeFileSync(draft, text, { mode: 0o600, flush: true })
  renameSync(draft, file)
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

export function readIdentity(data: string): Identity | undefined {
  const text = textOf(fileOf(data))
  if (text === undefined) return undefined
  try {
    return Identity.parse(JSON.parse(text))
  } catch {
    throw folderFault(
      'folder.damaged',
      `The file ${fileOf(data)} is damaged. Remove it: the next start writes it again from what the databases say.`,
    )
  }
}

export const writeIdentity = (data: string, identity: Identity): void =>
  writeWhole(fileOf(data), `${JSON.stringify(identity, null, 2)}\n`)
