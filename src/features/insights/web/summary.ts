import type { Flow } from '../schema.ts'

/** How many people stand at an event of a step, as far as they leave it or end there. */
export function outflowOf({ links }: Flow): (position: number, name: string) => number {
  const sums = new Map<string, number>()
  const keyOf = (position: number, name: string): string => `${position} ${name}`
  for (const { position, from, people } of links) {
    const key = keyOf(position, from)
    sums.set(key, (sums.get(key) ?? 0) + people)
  }
  return (position, name) => sums.get(keyOf(position, name)) ?? 0
}

type Summary = {
  readonly start: { readonly name: string; readonly share: number } | null
  readonly next: { readonly from: string; readonly to: string; readonly share: number } | null
  /** The event at which most people stop, over all steps. */
  readonly end: { readonly name: string; readonly share: number } | null
}

const largest = (sums: ReadonlyMap<string, number>): readonly [name: string, people: number] | undefined =>
  [...sums].reduce<readonly [string, number] | undefined>(
    (most, one) => (most && most[1] >= one[1] ? most : one),
    undefined,
  )

/** The three facts about a flow that are worth a sentence. */
export function summaryOf(flow: Flow): Summary {
  const starts = new Map<string, number>()
  const ends = new Map<string, number>()
  const all = new Map<string, number>()
  for (const { position, from, to, people } of flow.links) {
    if (position === 1) starts.set(from, (starts.get(from) ?? 0) + people)
    if (to === null) ends.set(from, (ends.get(from) ?? 0) + people)
    all.set(from, (all.get(from) ?? 0) + people)
  }
  const start = largest(starts)
  const onward = start
    ? flow.links
        .filter(({ position, from, to }) => position === 1 && from === start[0] && to !== null)
        .reduce<Flow['links'][number] | undefined>(
          (most, one) => (most && most.people >= one.people ? most : one),
          undefined,
        )
    : undefined
  const end = largest(ends)
  return {
    start: start ? { name: start[0], share: start[1] / Math.max(flow.people, 1) } : null,
    next:
      start && onward && onward.to !== null ? { from: start[0], to: onward.to, share: onward.people / start[1] } : null,
    end: end ? { name: end[0], share: end[1] / (all.get(end[0]) ?? 1) } : null,
  }
}
