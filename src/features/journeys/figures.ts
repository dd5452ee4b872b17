import type { Emotion, Period } from '../../kernel/figures.ts'
import { type Answers, meanEmotion, share, shrunkEmotion } from '../../kernel/statistics.ts'
import { breakPoints, moments, type Place } from './evidence.ts'
import type { CountRow } from './figuresSql.ts'
import { isReceived } from './hints.ts'
import { goalPhase, goalTouchpoints, type Measure, onlyEvents } from './measure.ts'
import type { JourneyDraft, MapFigures, PhaseFigures, TouchpointFigures } from './schema.ts'
import { allAnswers, answersOf, channelsOf, type PeopleTally, partOf, tallyPeople, tallyRuns } from './tally.ts'

/** The phase (from 1) of each measured touchpoint. */
export const phasesOf = (journey: Pick<JourneyDraft, 'phases'>, measure: Measure): number[] =>
  measure.touchpoints.map(
    ({ phase }) =>
      1 +
      Math.max(
        0,
        journey.phases.findIndex(({ id }) => id === phase),
      ),
  )

export type Setting = {
  readonly asOf: string
  readonly period: Period
  readonly compare: Period | null
  /** Length of the period in days. */
  readonly days: number
  readonly currency: string
  readonly channelName: (code: number) => string
}

export function toFigures(
  journey: JourneyDraft,
  measure: Measure,
  rows: readonly CountRow[],
  setting: Setting,
): Omit<MapFigures, 'state'> {
  const people = tallyPeople(partOf(rows, 'people'))
  const before = setting.compare ? tallyPeople(partOf(rows, 'people', true)) : null
  const [totals] = partOf(rows, 'totals')
  const { asOf, period, compare, currency } = setting
  return {
    asOf,
    period,
    compare,
    currency,
    people: people.people,
    runs: totals?.n ?? 0,
    peopleCompared: before?.people ?? null,
    goal: share(people.won, people.people),
    goalCompared: before ? share(before.won, before.people) : null,
    goalValue: totals?.x ?? 0,
    phases: toPhases(journey, people, before, partOf(rows, 'hours')),
    touchpoints: toTouchpoints(journey, measure, { rows, people, before }, setting),
    emotionMean: meanEmotion(allAnswers(partOf(rows, 'emotions'))),
    unplaced: share(totals?.z ?? 0, totals?.y ?? 0),
  }
}

const reaching = (tally: PeopleTally, phases: number, phase: number): number => {
  let people = 0
  for (let later = phase; later <= phases; later++) people += tally.furthest(later).people
  return people
}

function toPhases(
  { phases }: JourneyDraft,
  tally: PeopleTally,
  before: PeopleTally | null,
  hours: readonly CountRow[],
): PhaseFigures[] {
  return phases.map(({ id }, i) => {
    const people = reaching(tally, phases.length, i + 1)
    const ending = tally.furthest(i + 1)
    const time = hours.find(({ a }) => a === i + 1)
    return {
      phase: id,
      people,
      compared: before ? reaching(before, phases.length, i + 1) : null,
      ofStart: share(people, tally.people),
      onward: share(people - ending.people, people),
      left: share(ending.people - ending.open, people),
      open: ending.open,
      hoursOnward: time ? { median: time.x, low: time.y, high: time.z, n: time.n } : null,
    }
  })
}

type Counted = {
  readonly rows: readonly CountRow[]
  readonly people: PeopleTally
  readonly before: PeopleTally | null
}

function toTouchpoints(
  journey: JourneyDraft,
  measure: Measure,
  { rows, people, before }: Counted,
  { days, channelName, compare }: Setting,
): TouchpointFigures[] {
  const goals = goalTouchpoints(journey)
  const phaseOf = phasesOf(journey, measure)
  const places: Place[] = measure.touchpoints.map((touchpoint, i) => ({
    step: i + 1,
    phase: phaseOf[i] ?? 1,
    isGoal: goals.some(({ id }) => id === touchpoint.id),
    isReceived: onlyEvents(touchpoint, isReceived),
  }))
  const runs = tallyRuns(partOf(rows, 'runs'), journey.phases.length)
  const touches = partOf(rows, 'touches')
  const values = partOf(rows, 'values')
  const value = partOf(rows, 'totals')[0]?.x ?? 0
  const meanGoal = runs.won > 0 && value > 0 ? value / runs.won : null
  const broken = breakPoints(places, people, touches, goalPhase(journey) + 1, { meanGoal, days })
  const decisive = moments(places, people, runs)
  const emotionAt = emotionsOf(partOf(rows, 'emotions'))
  const emotionBefore = emotionsOf(partOf(rows, 'emotions', true))
  return journey.touchpoints.map((touchpoint) => {
    const step = 1 + measure.touchpoints.findIndex(({ id }) => id === touchpoint.id)
    const touched = people.touched(step)
    const channels = channelsOf(touches, step)
    return {
      touchpoint: touchpoint.id,
      people: touched,
      compared: before?.touched(step) ?? null,
      touches: channels.reduce((sum, one) => sum + one.touches, 0),
      reach: share(touched, people.people),
      channels: channels.map((one) => ({ channel: channelName(one.channel), touches: one.touches })),
      trend: people.trend(step),
      exits: share(people.leftAt(step), touched),
      reachedGoal: share(people.wonAfter(step), touched),
      value: values.find(({ a }) => a === step)?.x ?? 0,
      emotion: emotionAt(step),
      emotionCompared: compare ? emotionBefore(step) : null,
      breakPoint: broken.get(step) ?? null,
      moment: decisive.get(step) ?? null,
    }
  })
}

function emotionsOf(rows: readonly CountRow[]): (step: number) => Emotion | null {
  const all: Answers = allAnswers(rows)
  return (step) => shrunkEmotion(answersOf(rows, step), all)
}
