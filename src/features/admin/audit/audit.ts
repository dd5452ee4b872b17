import { byteOrderMark, csvLine } from '../../../platform/files/csv.ts'
import type { Caller, Placed } from '../caller.ts'
import { checkOn, unchecked } from './chain.ts'
import type { Actor, AuditCheck, AuditEntry, AuditPage, AuditQuestion } from './schema.ts'
import type { AuditStore, Row } from './store.ts'

/** A caller, or what acts without one: a customer on a page of their own, a timer. */
export type Acting = Caller | 'customer' | 'system'

export type AuditFact = {
  readonly workspace: string
  readonly caller: Acting
  /** What was done, such as `people.erase`. */
  readonly action: string
  /** The number of the person concerned, and never anything else that names them. */
  readonly person?: string | null
  /** Ids and words of the product, no personal data. */
  readonly details?: Readonly<Record<string, string>>
}

/** Opening the same profile again within this time is the same look. */
const oneLook = 10 * 60_000
const mostLooks = 10_000
const batch = 2_000

const actorOf = (caller: Acting): { readonly kind: Actor['kind']; readonly id: string } => {
  if (typeof caller === 'string') return { kind: caller, id: caller }
  if (caller.kind === 'user') return { kind: 'user', id: caller.user.id }
  return caller.kind === 'local' ? { kind: 'local', id: 'local' } : { kind: 'customer', id: 'customer' }
}

function detailsOf(text: string): Record<string, string> {
  const read: unknown = JSON.parse(text)
  return Object.fromEntries(Object.entries(Object(read)).map(([name, value]) => [name, String(value)]))
}

const line = (cells: readonly string[]): string => csvLine(cells, { policy: 'opened' })

const heads = ['number', 'time', 'actor kind', 'actor', 'name', 'action', 'person', 'details', 'previous', 'hash']

type Deps = { readonly store: AuditStore; readonly now: () => number }

/** The log of who saw and changed what. */
export function openAudit({ store, now }: Deps) {
  const looks = new Map<string, number>()

  async function write({ workspace, caller, action, person = null, details = {} }: AuditFact): Promise<void> {
    const { kind, id } = actorOf(caller)
    const sorted = Object.fromEntries(Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1)))
    const text = JSON.stringify(sorted)
    await store.append({ workspace, atMs: now(), actorKind: kind, actor: id, action, person, details: text })
  }

  const namesOf = async (ids: readonly { readonly kind: string; readonly id: string }[]) =>
    store.names([...new Set(ids.filter(({ kind }) => kind === 'user').map(({ id }) => id))])

  const shown = ({ number, atMs, actorKind, actor, action, person, details, hash }: Row, name: string): AuditEntry => ({
    number,
    at: new Date(atMs).toISOString(),
    actor: { kind: actorKind, id: actor, name },
    action,
    person,
    details: detailsOf(details),
    hash,
  })

  return {
    write,

    /** Notes that somebody saw a person; looks of the same caller that follow soon are the same look. */
    async seen(caller: Caller, workspace: string, person: string, action = 'people.opened'): Promise<void> {
      const key = `${workspace} ${actorOf(caller).id} ${person} ${action}`
      const moment = now()
      if (moment - (looks.get(key) ?? Number.NEGATIVE_INFINITY) < oneLook) return
      if (looks.size >= mostLooks) looks.clear()
      looks.set(key, moment)
      await write({ workspace, caller, action, person })
    },

    async list(workspace: string, question: AuditQuestion): Promise<AuditPage> {
      const [rows, actors, actions] = await Promise.all([
        store.page(workspace, { ...question, limit: question.limit + 1 }),
        store.actors(workspace),
        store.actions(workspace),
      ])
      const names = await namesOf(actors)
      const kept = rows.slice(0, question.limit)
      return {
        entries: kept.map((row) => shown(row, names.get(row.actor) ?? '')),
        more: rows.length > kept.length,
        actors: actors.map(({ kind, id }) => ({ kind, id, name: names.get(id) ?? '' })),
        actions,
      }
    },

    async check(workspace: string): Promise<AuditCheck> {
      let state = unchecked
      for (;;) {
        const rows = await store.following(workspace, state.checked, batch)
        state = checkOn(state, rows)
        if (state.broken !== null || rows.length < batch) return { ...state, intact: state.broken === null }
      }
    },

    async file({ caller, workspace: { id: workspace } }: Placed): Promise<File> {
      const pieces = [byteOrderMark, line(heads)]
      for (let last = 0; ; ) {
        const rows = await store.following(workspace, last, batch)
        const names = await namesOf(rows.map(({ actorKind, actor }) => ({ kind: actorKind, id: actor })))
        for (const row of rows) pieces.push(lineOf(row, names.get(row.actor) ?? ''))
        last = rows.at(-1)?.number ?? last
        if (rows.length < batch) break
      }
      await write({ workspace, caller, action: 'admin.audit.exported' })
      return new File(pieces, 'audit-log.csv', { type: 'text/csv; charset=utf-8' })
    },
  }
}

const lineOf = (row: Row, name: string): string => {
  const { number, atMs, actorKind, actor, action, person, details, previous, hash } = row
  const cells = [String(number), new Date(atMs).toISOString(), actorKind, actor, name, action, person ?? '', details]
  return line([...cells, previous, hash])
}

export type Audit = ReturnType<typeof openAudit>
