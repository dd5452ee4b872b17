import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Warehouse } from '../../../platform/warehouse/warehouse.ts'
import { type ContactLine, storeContacts, type TextRow } from '../../collect/index.ts'
import { anchorsNamedIn } from '../namedIn.ts'
import { type Change, changesOf } from './changes.ts'
import { type Contact, contactReader, type Problem } from './contact.ts'
import { openMemory, remember } from './known.ts'
import type { ContactFile } from './reading/form.ts'
import type { ContactDryRun, ContactMapping, ContactReject } from './schema.ts'

/** A decision about a purpose, with the identifier it is noted at. */
export type ImportedDecision = {
  readonly anchor: string
  readonly purpose: 'newsletter' | 'phone'
  readonly state: 'granted' | 'denied'
  readonly basis: string
  readonly wording: string
  readonly atMs: number
  readonly expiresMs: null
  readonly proof: Readonly<Record<string, string>>
  readonly source: string
  readonly import: string
}

/** What the law asks of an import: notes decisions, and names those identifiers whose people were erased. */
export type LawDoor = {
  record(workspace: string, decisions: readonly ImportedDecision[]): Promise<unknown>
  suppressed(workspace: string, anchors: readonly string[]): Promise<ReadonlySet<string>>
}

export type Reading = {
  readonly workspace: string
  readonly mapping: ContactMapping
  readonly file: ContactFile
  readonly nowMs: number
  readonly signal: AbortSignal
}

type Rejected = ContactReject & { readonly cells: readonly string[] }

/** Where the changes of one batch go; a dry run has none. */
type Sink = {
  store(changes: readonly Change[]): Promise<void>
  reject(rows: readonly Rejected[]): Promise<void>
  progress(share: number): Promise<void>
}

const batchRows = 10_000
const shownRejects = 50

const isProblem = (read: Contact | Problem): read is Problem => 'reason' in read

type Read = { readonly row: TextRow; readonly contact: Contact }

/**
 * Reads a file of contacts batch by batch and tells what is new in it. `memory` forgets what it knows after each batch
 * when a sink stores it, and keeps it otherwise.
 */
export async function goThrough(
  warehouse: Warehouse,
  { workspace, mapping, file, nowMs, signal }: Reading,
  law: Pick<LawDoor, 'suppressed'>,
  sink: Sink | undefined,
): Promise<ContactDryRun> {
  const memory = openMemory()
  const read = contactReader(file.columns, { workspace, mapping, nowMs })
  const counts = { read: 0, added: 0, updated: 0, unchanged: 0, rejected: 0, repeated: 0, shared: 0 }
  const rejects: ContactReject[] = []
  const seen = new Set<string>()
  let waiting: TextRow[] = []
  let share = 0

  async function take(rows: readonly TextRow[]): Promise<void> {
    signal.throwIfAborted()
    counts.read += rows.length
    const all = rows.map((row) => {
      const contact = row.broken ? malformed : read(row.cells)
      return { row, contact, anchors: anchorsOf(workspace, mapping, row, contact) }
    })
    const erased = await law.suppressed(
      workspace,
      all.flatMap(({ anchors }) => anchors),
    )
    const out: Rejected[] = []
    const kept: Read[] = []
    for (const { row, contact, anchors } of all) {
      const { line, cells } = row
      if (erased.size > 0 && anchors.some((anchor) => erased.has(anchor)))
        out.push({ reason: 'person_erased', field: '', value: '', line, cells: [] })
      else if (isProblem(contact)) {
        const { reason, field, value } = contact
        out.push({ reason, field, value: value.slice(0, 200), line, cells })
      } else kept.push({ row, contact })
    }
    await settle(kept, out)
  }

  async function settle(kept: readonly Read[], out: Rejected[]): Promise<void> {
    await remember(
      warehouse,
      workspace,
      memory,
      kept.map(({ contact }) => contact),
    )
    const changes: Change[] = []
    for (const { row, contact } of kept) {
      const change = changesOf(contact, memory.known, row.line, nowMs)
      if (!change) continue
      counts[change.outcome] += 1
      counts.shared += change.shared
      const first = shortened(change.line.anchor)
      if (seen.has(first)) counts.repeated += 1
      seen.add(first)
      memory.learn(change, nowMs)
      if (change.outcome !== 'unchanged') changes.push(change)
    }
    out.sort((a, b) => a.line - b.line)
    counts.rejected += out.length
    for (const { cells: _, ...reject } of out) if (rejects.length < shownRejects) rejects.push(reject)
    if (!sink) return
    await sink.reject(out)
    await sink.store(changes)
    await sink.progress(share)
    memory.clear()
  }

  for await (const rows of file.rows((bytes) => {
    share = Math.min(1, bytes / Math.max(1, file.bytes))
  })) {
    waiting.push(...rows)
    while (waiting.length >= batchRows) {
      await take(waiting.slice(0, batchRows))
      waiting = waiting.slice(batchRows)
    }
  }
  await take(waiting)
  return { ...counts, rejects }
}

const malformed: Problem = { reason: 'row_malformed', field: '', value: '' }

/** What a row names somebody by; where it cannot be read as a contact, all that its cells may name. */
const anchorsOf = (workspace: string, { country }: ContactMapping, row: TextRow, contact: Contact | Problem) =>
  isProblem(contact)
    ? [...(contact.anchors ?? []), ...anchorsNamedIn(workspace, row.cells, country)]
    : contact.identifiers.map(({ anchor }) => anchor)

/** Enough of an anchor to tell it from all others of a file. */
const shortened = (anchor: string): string => anchor.slice(-15)

const write = async (out: WriteStream, text: string): Promise<void> => {
  if (!out.write(text)) await once(out, 'drain')
}

type Storing = {
  readonly workspace: string
  readonly import: string
  readonly source: string
  readonly receivedMs: number
  readonly folder: string
  readonly fileName: string
}

const hasLine = ({ anchors, others, keys, added }: ContactLine): boolean =>
  added || anchors.length + others.length + keys.length > 0

/** Stores the changes of one batch: what people are called and said of them at once, then what they decided. */
export async function storeChanges(
  warehouse: Warehouse,
  law: Pick<LawDoor, 'record'>,
  storing: Storing,
  changes: readonly Change[],
): Promise<void> {
  const lines = changes.map(({ line }) => line).filter(hasLine)
  if (lines.length > 0) {
    const path = join(storing.folder, 'contacts.jsonl')
    const out = createWriteStream(path)
    for (const line of lines) await write(out, `${JSON.stringify(line)}\n`)
    out.end()
    await once(out, 'close')
    await storeContacts(warehouse, path, storing)
    await rm(path)
  }
  const decisions = changes.flatMap(({ consents, line }) =>
    consents.map(
      ({ purpose, granted, atMs }): ImportedDecision => ({
        anchor: line.anchor,
        purpose,
        state: granted ? 'granted' : 'denied',
        basis: 'consent',
        wording: '',
        atMs: atMs ?? storing.receivedMs,
        expiresMs: null,
        proof: { file: storing.fileName.slice(0, 200), line: String(line.row) },
        source: 'import',
        import: storing.import,
      }),
    ),
  )
  if (decisions.length > 0) await law.record(storing.workspace, decisions)
}
