import type { Emotion, Period } from '../../kernel/figures.ts'
import { type Answers, meanEmotion, share, shrunkEmotion } from '../../kernel/statistics.ts'
import { breakPoints, moments, type Place } from './evidence.ts'
import type { EmotionRow, FactRow, HoursRow, TotalsRow, TouchRow, ValueRow } from './figuresSql.ts'
import { isReceived } from './hints.ts'
import { goalPhase, goalTouchpoints, type Measure, onlyEvents } from './measure.ts'
import type { JourneyDraft, MapFigures, PhaseFigures, TouchpointFigures } from './schema.ts'
import { allAnswers, answersOf, channelsOf, type PeopleTally, tallyPeople, tallyRuns } from './tally.ts'

/** What the warehouse counted for one period. */
export type Counts = {
  readonly people: readonly FactRow[]
  readonly runs: readonly FactRow[]
  readonly touches: readonly TouchRow[]
  readonly totals: TotalsRow
  readonly values: readonly ValueRow[]
  readonly emotions: readonly EmotionRow[]
  readonly hours: readonly HoursRow[]
}
export type Compared = Pick<Counts, 'people' | 'emotions'>

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
  counts: Counts,
  compared: Compared | null,
  setting: Setting,
): Omit<MapFigures, 'state'> {
  const people = tallyPeople(counts.people)
  const before = compared ? tallyPeople(compared.people) : null
  const { totals } = counts
  const { asOf, period, compare, currency } = setting
  return {
    asOf,
    period,
    compare,
    currency,
    people: people.people,
    runs: totals.runs,
    peopleCompared: before?.people ?? null,
    goal: share(people.won, people.people),
    goalCompared: before ? share(before.won, before.people) : null,
    goalValue: totals.value,
    phases: toPhases(journey, people, before, counts.hours),
    touchpoints: toTouchpoints(journey, measure, { counts, compared, people, before }, setting),
    emotionMean: meanEmotion(allAnswers(counts.emotions)),
    unplaced: share(totals.unplaced, totals.events),
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
  hours: readonly HoursRow[],
): PhaseFigures[] {
  return phases.map(({ id }, i) => {
    const people = reaching(tally, phases.length, i + 1)
    const ending = tally.furthest(i + 1)
    const time = hours.find(({ phase }) => phase === i + 1)
    return {
      phase: id,
      people,
      compared: before ? reaching(before, phases.length, i + 1) : null,
      ofStart: share(people, tally.people),
      onward: share(people - ending.people, people),
      left: share(ending.people - ending.open, people),
      open: ending.open,
      hoursOnward: time ? { median: time.median, low: time.low, high: time.high, n: time.n } : null,
    }
  })
}

type Counted = {
  readonly counts: Counts
  readonly compared: Compared | null
  readonly people: PeopleTally
  readonly before: PeopleTally | null
}

function toTouchpoints(
  journey: JourneyDraft,
  measure: Measure,
  { counts, compared, people, before }: Counted,
  { days, channelName }: Setting,
): TouchpointFigures[] {
  const goals = goalTouchpoints(journey)
  const phaseOf = phasesOf(journey, measure)
  const places: Place[] = measure.touchpoints.map((touchpoint, i) => ({
    step: i + 1,
    phase: phaseOf[i] ?? 1,
    isGoal: goals.some(({ id }) => id === touchpoint.id),
    isReceived: onlyEvents(touchpoint, isReceived),
  }))
  const runs = tallyRuns(counts.runs, journey.phases.length)
  const meanGoal = runs.won > 0 && counts.totals.value > 0 ? counts.totals.value / runs.won : null
  const broken = breakPoints(places, people, counts.touches, goalPhase(journey) + 1, { meanGoal, days })
  const decisive = moments(places, people, runs)
  const emotionAt = emotionsOf(counts.emotions)
  const emotionBefore = emotionsOf(compared?.emotions ?? [])
  return journey.touchpoints.map((touchpoint) => {
    const step = 1 + measure.touchpoints.findIndex(({ id }) => id === touchpoint.id)
    const touched = people.touched(step)
    const channels = channelsOf(counts.touches, step)
    return {
      touchpoint: touchpoint.id,
      people: touched,
      compared: before?.touched(step) ?? null,
      touches: channels.reduce((sum, { touches }) => sum + touches, 0),
      reach: share(touched, people.people),
      channels: channels.map(({ channel, touches }) => ({ channel: channelName(channel), touches })),
      trend: people.trend(step),
      exits: share(people.leftAt(step), touched),
      reachedGoal: share(people.wonAfter(step), touched),
      value: counts.values.find((row) => row.step === step)?.value ?? 0,
      emotion: emotionAt(step),
      emotionCompared: compared ? emotionBefore(step) : null,
      breakPoint: broken.get(step) ?? null,
      moment: decisive.get(step) ?? null,
    }
  })
}

function emotionsOf(rows: readonly EmotionRow[]): (step: number) => Emotion | null {
  const all: Answers = allAnswers(rows)
  return (step) => shrunkEmotion(answersOf(rows, step), all)
}
