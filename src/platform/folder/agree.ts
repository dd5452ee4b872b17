import { type Identity, newIdentity, type StoreName, storeNames } from './identity.ts'

/** What a store says of itself: the id it carries, and whether it was ever set up. */
export type Mark = { readonly id: string | undefined; readonly hasData: boolean }
export type Marks = Readonly<Record<StoreName, Mark>>

export type Agreement =
  | { readonly identity: Identity }
  | { readonly store: StoreName; readonly problem: 'empty' | 'foreign' }

/** Whether the stores belong to the folder; a folder without a name gets the one its stores carry, or a new one. */
export function agree(known: Identity | undefined, marks: Marks): Agreement {
  return known ? agreeKnown(known, marks) : agreeUnknown(marks)
}

function agreeKnown(known: Identity, marks: Marks): Agreement {
  for (const store of storeNames) {
    const { id, hasData } = marks[store]
    if (id === known.id) continue
    const isNew = known.stores[store] === undefined && id === undefined
    if (!isNew) return { store, problem: hasData ? 'foreign' : 'empty' }
  }
  return { identity: known }
}

function agreeUnknown({ postgres, warehouse }: Marks): Agreement {
  if (postgres.hasData !== warehouse.hasData)
    return { store: postgres.hasData ? 'warehouse' : 'postgres', problem: 'empty' }
  if (postgres.id !== warehouse.id) return { store: 'warehouse', problem: 'foreign' }
  const identity = newIdentity()
  return { identity: postgres.id === undefined ? identity : { ...identity, id: postgres.id } }
}
