import { createHash } from 'node:crypto'

/** What an entry says, as it is hashed: `details` is the text of its JSON. */
export type Fact = {
  readonly workspace: string
  readonly number: number
  readonly atMs: number
  readonly actorKind: string
  readonly actor: string
  readonly action: string
  readonly person: string | null
  readonly details: string
}
export type Link = Fact & { readonly previous: string; readonly hash: string }

/** What stands before the first entry. */
export const start = '0'.repeat(64)

const canonical = ({ workspace, number, atMs, actorKind, actor, action, person, details }: Fact): string =>
  JSON.stringify([workspace, number, atMs, actorKind, actor, action, person, details])

/** SHA-256 over the hash of the entry before and the entry itself, as hexadecimal text. */
export const hashOf = (previous: string, fact: Fact): string =>
  createHash('sha256')
    .update(`${previous}\n${canonical(fact)}`)
    .digest('hex')

export const linked = (before: Pick<Link, 'hash'> | undefined, fact: Fact): Link => {
  const previous = before?.hash ?? start
  return { ...fact, previous, hash: hashOf(previous, fact) }
}

export type Checked = { readonly checked: number; readonly broken: number | null; readonly last: string | null }

/** Nothing checked yet. */
export const unchecked: Checked = { checked: 0, broken: null, last: null }

/** Goes on checking with the next entries in their order; the first that does not follow ends it. */
export function checkOn(state: Checked, links: readonly Link[]): Checked {
  let { checked, last } = state
  if (state.broken !== null) return state
  for (const link of links) {
    const follows =
      link.number === checked + 1 && link.previous === (last ?? start) && link.hash === hashOf(link.previous, link)
    if (!follows) return { checked, broken: checked + 1, last }
    checked += 1
    last = link.hash
  }
  return { checked, broken: null, last }
}
