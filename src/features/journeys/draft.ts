import { channelLabel, eventLabel } from '../../kernel/names.ts'
import type { Rule } from '../../kernel/rule.ts'
import type { Language } from '../admin/schema.ts'
import { cutInto } from './cut.ts'
import { isArrival, isFault, isOffline, mediaOf, tendency } from './hints.ts'
import type { JourneyDraft, PhaseModel, Section, Touchpoint } from './schema.ts'

/** What is known of an event, or of an event on one channel. */
export type Happening = {
  readonly event: string
  readonly people: number
  readonly touches: number
  readonly goals: number
  readonly answers: number
  readonly entries: number
  readonly after: number
  readonly won: number
  readonly position: number | null
  readonly hoursAfter: number | null
}
export type ByChannel = Happening & { readonly channel: string }

export type Facts = {
  readonly people: number
  readonly events: readonly Happening[]
  readonly channels: readonly ByChannel[]
}

export type Order = {
  readonly name: string
  readonly model: PhaseModel
  readonly goal: Rule
  readonly language: Language
}

const mostTouchpoints = 28
/** So many of each phase are always there, if it has them. */
const ofEachPhase = 3
/** Events of fewer people than this stay out. */
const leastShare = 0.001
/** A channel counts as one of an event's if this share of the event's people come by it; a place of the goal counts sooner. */
const notableShare = 0.05
const notablePlace = 0.01
const mostlyEntry = 0.6
const mostlyAfter = 0.75

/** A touchpoint to be: an event on some of its channels (all where null, `except` turns them round). */
type Candidate = {
  readonly happening: Happening
  readonly channels: readonly string[] | null
  readonly except: boolean
  readonly label: string
  readonly byChannel: readonly ByChannel[]
}

const offlineShare = (list: readonly ByChannel[]): number => {
  const touches = list.reduce((sum, one) => sum + one.touches, 0)
  return list.reduce((sum, one) => sum + (isOffline(one.channel) ? one.touches : 0), 0) / Math.max(1, touches)
}

/** Several channels of one event as if they were one. People who came by two of them count twice. */
function merged(list: readonly ByChannel[]): Happening | undefined {
  const [first] = list
  if (!first) return undefined
  const total = (pick: (one: ByChannel) => number) => list.reduce((sum, one) => sum + pick(one), 0)
  const mean = (pick: (one: ByChannel) => number | null): number | null => {
    const known = list.filter((one) => pick(one) !== null)
    const touches = known.reduce((sum, one) => sum + one.touches, 0)
    return touches === 0 ? null : known.reduce((sum, one) => sum + (pick(one) ?? 0) * one.touches, 0) / touches
  }
  return {
    event: first.event,
    people: total((one) => one.people),
    touches: total((one) => one.touches),
    goals: total((one) => one.goals),
    answers: total((one) => one.answers),
    entries: total((one) => one.entries),
    after: total((one) => one.after),
    won: total((one) => one.won),
    position: mean((one) => one.position),
    hoursAfter: mean((one) => one.hoursAfter),
  }
}

type Group = { readonly label: string; readonly channels: readonly ByChannel[]; readonly rest: boolean }

/**
 * The channels of an event that deserve a touchpoint of their own. An arrival is told by its channel; a goal differs by
 * place, where online is one. Everything else stays whole.
 */
function groupsOf(event: Happening, byChannel: readonly ByChannel[], language: Language): Group[] {
  const notable = byChannel.filter(({ people, channel }) => channel !== '' && people >= notableShare * event.people)
  const others = (own: readonly ByChannel[]) => byChannel.filter((one) => !own.includes(one))
  const label = (channel: string) => channelLabel(channel, language)
  const each = (list: readonly ByChannel[]): Group[] =>
    list.map((one) => ({ label: label(one.channel), channels: [one], rest: false }))
  if (
    notable.length >= 2 &&
    event.entries >= mostlyEntry * event.touches &&
    event.after < mostlyAfter * event.touches
  ) {
    const rest = others(notable)
    return [...each(notable), ...(rest.length > 0 ? [{ label: label('other'), channels: rest, rest: true }] : [])]
  }
  const offline = byChannel.filter(({ channel, people }) => isOffline(channel) && people >= notablePlace * event.people)
  const rest = others(offline)
  const restPeople = rest.reduce((sum, { people }) => sum + people, 0)
  if (event.goals > 0 && offline.length > 0 && restPeople >= notableShare * event.people) {
    const [large, small] = [
      offline.filter((one) => notable.includes(one)),
      offline.filter((one) => !notable.includes(one)),
    ]
    const names = small.map(({ channel }) => label(channel)).sort()
    const few: Group[] = small.length > 0 ? [{ label: names.join(', '), channels: small, rest: false }] : []
    return [...each(large), ...few, { label: label('online'), channels: rest, rest: true }]
  }
  return []
}

function candidatesOf({ events, channels, people }: Facts, language: Language): Candidate[] {
  return events
    .filter((event) => event.people >= leastShare * people && (event.goals > 0 || event.answers <= event.touches / 2))
    .flatMap((event) => {
      const byChannel = channels.filter((one) => one.event === event.event)
      const name = eventLabel(event.event, language)
      const groups = groupsOf(event, byChannel, language)
      if (groups.length === 0) return [{ happening: event, channels: null, except: false, label: name, byChannel }]
      const own = groups.filter(({ rest }) => !rest).flatMap((group) => group.channels.map(({ channel }) => channel))
      return groups.flatMap((group): Candidate[] => {
        const happening = merged(group.channels)
        if (!happening || happening.people < leastShare * people) return []
        const label = isArrival(event.event) && !group.rest ? group.label : `${name} · ${group.label}`
        const list = group.rest ? own : group.channels.map(({ channel }) => channel)
        return [{ happening, channels: list, except: group.rest, label, byChannel: group.channels }]
      })
    })
}

type Sited = { readonly candidate: Candidate; readonly axis: number; readonly measured: number }

const isAfter = ({ after, touches, goals }: Happening): boolean => goals === 0 && after >= mostlyAfter * touches

const goalAt = 1.8

/** Puts candidates on the axis before 0 ... 1, purchase 1 ... 2, after 2 ... 3: by hint where there is one, else as measured. */
function sited(candidates: readonly Candidate[]): Sited[] {
  const early = candidates.filter(({ happening }) => happening.goals === 0 && !isAfter(happening))
  const positions = early.flatMap(({ happening }) => happening.position ?? [])
  const [low, high] = [Math.min(...positions), Math.max(...positions)]
  const later = candidates
    .filter(({ happening }) => isAfter(happening))
    .sort((a, b) => (a.happening.hoursAfter ?? 0) - (b.happening.hoursAfter ?? 0))
  return candidates
    .map((candidate) => {
      const { event, goals, position } = candidate.happening
      if (goals > 0) return { candidate, axis: goalAt, measured: position ?? 1 }
      const after = later.indexOf(candidate)
      const scaled = high > low ? ((position ?? (low + high) / 2) - low) / (high - low) : 0.5
      const measured = after >= 0 ? 2 + (after + 0.5) / later.length : Math.min(0.999, scaled)
      const hint = tendency(event, after >= 0)
      const blended =
        hint === null ? measured : 0.75 * hint + 0.25 * (hint < 2 ? Math.floor(hint) + (measured % 1) : measured)
      return { candidate, axis: blended, measured }
    })
    .sort((a, b) => a.axis - b.axis || a.measured - b.measured)
}

type Placement = { readonly sited: Sited; readonly phase: string }

/** Cuts each section's stretch of the axis into its phases. A model that ends with the purchase has no place for what follows. */
function phased(items: readonly Sited[], { phases }: PhaseModel): Placement[] {
  const ofSection = (section: Section) => phases.filter((phase) => phase.section === section)
  const sectionAt = (axis: number): Section => (axis < 1 ? 'before' : axis < 2 ? 'purchase' : 'after')
  const placeOf = ({ axis }: Sited): Section | null => {
    const wished = sectionAt(axis)
    if (ofSection(wished).length > 0) return wished
    if (wished === 'after') return null
    return wished === 'purchase' || ofSection('purchase').length === 0 ? 'before' : 'purchase'
  }
  return (['before', 'purchase', 'after'] as const).flatMap((section) => {
    const own = items.filter((item) => placeOf(item) === section)
    const list = ofSection(section)
    const base = { before: 0, purchase: 1, after: 2 }[section]
    const parts = cutInto(
      own.map(({ axis }) => ({ at: Math.min(1, Math.max(0, axis - base)) })),
      Math.max(1, list.length),
    )
    const last = list.length - 1
    return own.map((item, i) => {
      const isGoal = item.candidate.happening.goals > 0
      return { sited: item, phase: list[isGoal ? last : (parts[i] ?? 0)]?.id ?? '' }
    })
  })
}

function ruleOf({ happening, channels, except }: Candidate): Rule {
  const event: Rule = { field: 'event', op: 'is', values: [happening.event] }
  if (channels === null) return event
  return { all: [event, { field: 'channel', op: except ? 'is_not' : 'is', values: [...channels] }] }
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

/** Stable ids from event and channel, told apart by a number where they would be equal. */
function idsOf(candidates: readonly Candidate[]): string[] {
  const taken = new Set<string>()
  return candidates.map(({ happening, channels, except }) => {
    const way = channels === null ? [] : except ? ['other'] : channels
    const base = slug([happening.event, ...way].join(' ')).slice(0, 36) || 'touchpoint'
    let id = base
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`
    taken.add(id)
    return id
  })
}

function toTouchpoint({ candidate }: Sited, id: string, phase: string): Touchpoint {
  const { happening, label, byChannel } = candidate
  const share = offlineShare(byChannel)
  const [main] = [...byChannel].sort((a, b) => b.touches - a.touches)
  const comesFromOutside = happening.entries >= mostlyEntry * happening.touches && !isAfter(happening)
  const words = `${happening.event} ${main?.channel ?? ''}`
  return {
    id,
    name: label.slice(0, 120).trim() || '?',
    phase,
    rule: ruleOf(candidate),
    place: share >= 0.9 ? 'offline' : share <= 0.1 ? 'online' : 'both',
    media: comesFromOutside ? mediaOf(words) : /refer|review/.test(happening.event) ? 'earned' : 'owned',
    department: '',
    assumed: null,
  }
}

/** Longer than the usual wait between a purchase and what follows it. */
function gapOf(items: readonly Sited[]): number {
  const waits = items.flatMap(({ candidate }) =>
    isAfter(candidate.happening) ? (candidate.happening.hoursAfter ?? []) : [],
  )
  return Math.max(0, ...waits) > 15 * 24 ? 90 : 30
}

/** The most telling: goals and faults, some of each phase, and for the rest those of most people. */
function chosen(placed: readonly Placement[]): Placement[] {
  const people = ({ sited }: Placement) => sited.candidate.happening.people
  const ranked = [...placed].sort((a, b) => people(b) - people(a))
  const always = ranked.filter((one) => {
    const { event, goals } = one.sited.candidate.happening
    return goals > 0 || isFault(event) || ranked.filter(({ phase }) => phase === one.phase).indexOf(one) < ofEachPhase
  })
  const some = new Set([...always, ...ranked.filter((one) => !always.includes(one))].slice(0, mostTouchpoints))
  return placed.filter((one) => some.has(one))
}

/** Proposes at most 28 touchpoints, their order and their phases. */
export function draftJourney(facts: Facts, { name, model, goal, language }: Order): JourneyDraft {
  const items = sited(candidatesOf(facts, language))
  const placed = chosen(phased(items, model))
  const ids = idsOf(placed.map(({ sited }) => sited.candidate))
  return {
    name,
    phaseModel: model.id,
    phases: model.phases.map((phase) => ({ id: phase.id, name: phase.name[language], section: phase.section })),
    touchpoints: placed.map(({ sited, phase }, i) => toTouchpoint(sited, ids[i] ?? String(i), phase)),
    goal,
    gapDays: gapOf(items),
  }
}
