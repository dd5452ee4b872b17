import { createHash } from 'node:crypto'
import type { Rule } from '../../kernel/rule.ts'
import type { JourneyDraft, Touchpoint } from './schema.ts'

/**
 * What decides the runs of a journey. `touchpoints` stand in the order in which rules are tried, which is the journey's
 * own except that rules no event can satisfy both change places freely; `id` names all of it (a UInt64 as text).
 */
export type Measure = {
  readonly id: string
  readonly touchpoints: readonly Touchpoint[]
  readonly goal: Rule
  readonly gapDays: number
  /** Nothing of the journey follows its goal, so a run ends there and the next touch begins another. */
  readonly endsAtGoal: boolean
}

/** Changes whenever stored runs would come out differently for the same rules. */
const edition = 1

/** The same text for the same rule, whatever the order in which its keys were stored. */
const textOf = (rule: Rule): string => {
  if ('all' in rule) return `all(${rule.all.map(textOf).join()})`
  if ('any' in rule) return `any(${rule.any.map(textOf).join()})`
  if ('not' in rule) return `not(${textOf(rule.not)})`
  return JSON.stringify([rule.field, rule.key ?? null, rule.op, rule.values])
}

/** For each field that a rule ties to certain values: those values. */
type Ties = ReadonlyMap<string, ReadonlySet<string>>

const both = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  new Set([...one].filter((value) => other.has(value)))

function tiesOf(rule: Rule): Ties {
  if ('not' in rule) return new Map()
  if ('all' in rule) {
    const ties = new Map<string, ReadonlySet<string>>()
    for (const [field, values] of rule.all.flatMap((one) => [...tiesOf(one)])) {
      const before = ties.get(field)
      ties.set(field, before ? both(before, values) : values)
    }
    return ties
  }
  if ('any' in rule) {
    const [first, ...rest] = rule.any.map(tiesOf)
    return new Map(
      [...(first ?? [])].flatMap(([field, values]) => {
        const others = rest.map((ties) => ties.get(field))
        if (others.includes(undefined)) return []
        return [[field, new Set([...values, ...others.flatMap((set) => [...(set ?? [])])])] as const]
      }),
    )
  }
  return rule.op === 'is' ? new Map([[`${rule.field} ${rule.key ?? ''}`, new Set(rule.values)]]) : new Map()
}

const mayMeet = (one: Ties, other: Ties): boolean =>
  [...one].every(([field, values]) => {
    const others = other.get(field)
    return others === undefined || both(values, others).size > 0
  })

/** Puts touchpoints that cannot compete for an event into one order, whatever order they were given in. */
function settledOrder(touchpoints: readonly Touchpoint[]): Touchpoint[] {
  const rest = touchpoints.map((touchpoint) => ({
    touchpoint,
    ties: tiesOf(touchpoint.rule),
    text: textOf(touchpoint.rule),
  }))
  const order: Touchpoint[] = []
  while (rest.length > 0) {
    const free = rest.filter((one, i) => !rest.slice(0, i).some((earlier) => mayMeet(earlier.ties, one.ties)))
    const next = free.reduce((least, one) => (one.text < least.text ? one : least))
    order.push(next.touchpoint)
    rest.splice(rest.indexOf(next), 1)
  }
  return order
}

/** Whether a touchpoint's rule names its events and all of them are of a kind. */
export function onlyEvents({ rule }: Touchpoint, kind: (event: string) => boolean): boolean {
  const events = tiesOf(rule).get('event ')
  return events !== undefined && events.size > 0 && [...events].every(kind)
}

/** The touchpoints that hold nothing but events with which the goal is reached. */
export function goalTouchpoints({ touchpoints, goal }: Pick<JourneyDraft, 'touchpoints' | 'goal'>): Touchpoint[] {
  const goals = tiesOf(goal).get('event ')
  return touchpoints.filter(
    (one) => textOf(one.rule) === textOf(goal) || (goals !== undefined && onlyEvents(one, (event) => goals.has(event))),
  )
}

/** The phase in which the goal lies, as an index. */
export function goalPhase(journey: Pick<JourneyDraft, 'phases' | 'touchpoints' | 'goal'>): number {
  const indexes = goalTouchpoints(journey).map(({ phase }) => journey.phases.findIndex(({ id }) => id === phase))
  if (indexes.length > 0) return Math.max(...indexes)
  const purchase = journey.phases.findLastIndex(({ section }) => section === 'purchase')
  return purchase >= 0 ? purchase : journey.phases.length - 1
}

export function measureOf(journey: JourneyDraft): Measure {
  const { goal, gapDays, phases } = journey
  const later = new Set(phases.slice(goalPhase(journey) + 1).map(({ id }) => id))
  const endsAtGoal = !journey.touchpoints.some(({ phase }) => later.has(phase))
  const touchpoints = settledOrder(journey.touchpoints)
  const decisive = [edition, touchpoints.map(({ rule }) => textOf(rule)), textOf(goal), gapDays, endsAtGoal]
  const hash = createHash('sha256').update(JSON.stringify(decisive)).digest()
  return { id: String(hash.readBigUInt64BE()), touchpoints, goal, gapDays, endsAtGoal }
}
