import type { Rule } from '../../../kernel/rule.ts'
import type { JourneyDraft, Phase, Touchpoint } from '../schema.ts'

/** Changes of a journey as plain functions from one state to the next; an impossible change returns the state it got. */
export type Edit = (draft: JourneyDraft) => JourneyDraft

const withTouchpoints = (draft: JourneyDraft, touchpoints: Touchpoint[]): JourneyDraft => ({ ...draft, touchpoints })

export const rename =
  (name: string): Edit =>
  (draft) =>
    name.trim() === '' ? draft : { ...draft, name: name.trim().slice(0, 120) }

export const changeScope =
  (scope: Partial<Pick<JourneyDraft, 'goal' | 'gapDays' | 'personas'>>): Edit =>
  (draft) => ({ ...draft, ...scope })

export const changeTouchpoint =
  (id: string, change: Partial<Omit<Touchpoint, 'id'>>): Edit =>
  (draft) =>
    withTouchpoints(
      draft,
      draft.touchpoints.map((touchpoint) => (touchpoint.id === id ? { ...touchpoint, ...change } : touchpoint)),
    )

/** Where a touchpoint must stand in the whole list to be the `index`-th of its phase. */
const placeFor = (draft: JourneyDraft, others: readonly Touchpoint[], phase: string, index: number): number => {
  const inPhase = others.flatMap((other, position) => (other.phase === phase ? [position] : []))
  const there = inPhase[index]
  if (there !== undefined) return there
  const last = inPhase.at(-1)
  if (last !== undefined) return last + 1
  const earlier = new Set(
    draft.phases
      .slice(
        0,
        draft.phases.findIndex(({ id }) => id === phase),
      )
      .map(({ id }) => id),
  )
  return others.reduce((after, other, position) => (earlier.has(other.phase) ? position + 1 : after), 0)
}

export const moveTouchpoint =
  (id: string, phase: string, index: number): Edit =>
  (draft) => {
    const moved = draft.touchpoints.find((touchpoint) => touchpoint.id === id)
    if (!moved || !draft.phases.some((other) => other.id === phase)) return draft
    const others = draft.touchpoints.filter((touchpoint) => touchpoint.id !== id)
    const position = placeFor(draft, others, phase, Math.max(0, index))
    return withTouchpoints(draft, others.toSpliced(position, 0, { ...moved, phase }))
  }

export const addTouchpoint =
  (touchpoint: Touchpoint): Edit =>
  (draft) => {
    const position = placeFor(draft, draft.touchpoints, touchpoint.phase, Number.POSITIVE_INFINITY)
    return withTouchpoints(draft, draft.touchpoints.toSpliced(position, 0, touchpoint))
  }

export const removeTouchpoints =
  (ids: readonly string[]): Edit =>
  (draft) =>
    withTouchpoints(
      draft,
      draft.touchpoints.filter(({ id }) => !ids.includes(id)),
    )

const alternatives = (rule: Rule): readonly Rule[] => ('any' in rule ? rule.any : [rule])

/** The first of the chosen touchpoints takes in the others: its rule then holds where any of theirs did. */
export const mergeTouchpoints =
  (ids: readonly string[], name?: string): Edit =>
  (draft) => {
    const chosen = draft.touchpoints.filter(({ id }) => ids.includes(id))
    const [first, ...others] = chosen
    if (!first || others.length === 0) return draft
    const merged: Touchpoint = {
      ...first,
      name: name?.trim() || first.name,
      rule: { any: chosen.flatMap(({ rule }) => alternatives(rule)) },
      place: chosen.every(({ place }) => place === first.place) ? first.place : 'both',
      media: chosen.every(({ media }) => media === first.media) ? first.media : null,
      department: chosen.find(({ department }) => department !== '')?.department ?? '',
      assumed: chosen.find(({ assumed }) => assumed !== null)?.assumed ?? null,
    }
    const gone = new Set(others.map(({ id }) => id))
    return withTouchpoints(
      draft,
      draft.touchpoints.filter(({ id }) => !gone.has(id)).map((other) => (other.id === first.id ? merged : other)),
    )
  }

export const changePhase =
  (id: string, change: Partial<Omit<Phase, 'id'>>): Edit =>
  (draft) => ({ ...draft, phases: draft.phases.map((phase) => (phase.id === id ? { ...phase, ...change } : phase)) })

export const addPhase =
  (phase: Phase, after: string | null): Edit =>
  (draft) => {
    if (draft.phases.length >= 12) return draft
    const position = draft.phases.findIndex(({ id }) => id === after) + 1
    return { ...draft, phases: draft.phases.toSpliced(position, 0, phase) }
  }

/** Only an empty phase can go, and never the last one. */
export const removePhase =
  (id: string): Edit =>
  (draft) =>
    draft.phases.length === 1 || draft.touchpoints.some(({ phase }) => phase === id)
      ? draft
      : { ...draft, phases: draft.phases.filter((phase) => phase.id !== id) }

export const movePhase =
  (id: string, by: -1 | 1): Edit =>
  (draft) => {
    const from = draft.phases.findIndex((phase) => phase.id === id)
    const moved = draft.phases[from]
    const to = from + by
    if (!moved || to < 0 || to >= draft.phases.length) return draft
    return { ...draft, phases: draft.phases.toSpliced(from, 1).toSpliced(to, 0, moved) }
  }

export type History = {
  readonly past: readonly JourneyDraft[]
  readonly present: JourneyDraft
  readonly future: readonly JourneyDraft[]
}

const REMEMBERED = 100

export const begin = (present: JourneyDraft): History => ({ past: [], present, future: [] })

export const record = (history: History, edit: Edit): History => {
  const next = edit(history.present)
  return next === history.present
    ? history
    : { past: [...history.past, history.present].slice(-REMEMBERED), present: next, future: [] }
}

export const undo = (history: History): History => {
  const previous = history.past.at(-1)
  return previous === undefined
    ? history
    : { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future] }
}

export const redo = (history: History): History => {
  const [next, ...future] = history.future
  return next === undefined ? history : { past: [...history.past, history.present], present: next, future }
}
