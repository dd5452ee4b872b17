import { anchorOf, normaliseIdentifier } from '../identity/anchor.ts'
import { identifierKinds } from '../schema.ts'
import { type Memory, openMemory } from './memory.ts'
import type { Named } from './rows.ts'
import type { IncomingIdentifier } from './schema.ts'

const strength = new Map<string, number>([...identifierKinds, 'daily'].map((kind, i) => [kind, i]))

const stronger = (a: Named, b: Named): number => (strength.get(a.kind) ?? 99) - (strength.get(b.kind) ?? 99)

/** Turns identifiers into anchors, the strongest first; those that name nobody are left out. */
export function openPeople(size = 50_000) {
  const workspaces = openMemory<Memory<Named>>(1_000)

  function named(workspace: string, { kind, value }: IncomingIdentifier): Named | undefined {
    const known = workspaces.get(workspace) ?? openMemory<Named>(size)
    const key = `${kind} ${value}`
    const found = known.get(key)
    if (found) return found
    const form = normaliseIdentifier(kind, value)
    if (form === '') return undefined
    const made = { anchor: anchorOf(workspace, kind, form), kind, value: form }
    known.set(key, made)
    workspaces.set(workspace, known)
    return made
  }

  return (workspace: string, identifiers: readonly IncomingIdentifier[]): readonly Named[] => {
    const found: Named[] = []
    for (const one of identifiers) {
      const made = named(workspace, one)
      if (made && !found.some(({ anchor }) => anchor === made.anchor)) found.push(made)
    }
    return found.length > 1 ? found.sort(stronger) : found
  }
}
