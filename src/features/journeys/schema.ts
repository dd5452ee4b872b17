import { z } from 'zod'
import { Emotion, MedianHours, Period, Share } from '../../kernel/figures.ts'
import { Condition, conditionsOf, fitsTogether, Rule } from '../../kernel/rule.ts'
import { Id } from '../../kernel/words.ts'

export const sections = ['before', 'purchase', 'after'] as const
/** Where a phase stands relative to the purchase. */
export const Section = z.enum(sections)
export type Section = z.infer<typeof Section>

/** Six hues in order; a phase keeps its hue when it moves. */
export const Phase = z.object({
  id: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(80),
  section: Section,
})
export type Phase = z.infer<typeof Phase>

export const PhaseModel = z.object({
  id: z.string(),
  name: z.object({ de: z.string(), en: z.string() }),
  description: z.object({ de: z.string(), en: z.string() }),
  phases: z.array(z.object({ id: z.string(), name: z.object({ de: z.string(), en: z.string() }), section: Section })),
})
export type PhaseModel = z.infer<typeof PhaseModel>

export const Touchpoint = z.object({
  id: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(120),
  phase: z.string().max(40),
  rule: Rule,
  place: z.enum(['online', 'offline', 'both']),
  media: z.enum(['paid', 'owned', 'earned']).nullable(),
  department: z.string().trim().max(80),
  /** What the team believes a touch feels like, -2 ... +2; drawn dashed, never mixed with measured answers. */
  assumed: z.number().min(-2).max(2).nullable(),
})
export type Touchpoint = z.infer<typeof Touchpoint>

/**
 * Touchpoints stand in the order in which they are measured: an event belongs to the first whose rule it satisfies.
 * A run starts with a person's first touch, ends after `gapDays` without a touch, and is won when an event satisfies `goal`.
 */
export const Persona = z.object({
  id: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(600),
  /** The segment whose people stand behind it; null: nobody measured yet. */
  segment: z.uuid().nullable(),
})
/** A typical customer, written by people and bound to a segment, so that the map can show their journeys alone. */
export type Persona = z.infer<typeof Persona>

export const JourneyDraft = z.object({
  name: z.string().trim().min(1).max(120),
  phaseModel: Id,
  phases: z.array(Phase).min(1).max(12),
  touchpoints: z
    .array(Touchpoint)
    .max(200)
    .refine((all) => fitsTogether(conditionsOf(all.map(({ rule }) => rule)), 2), {
      message: 'The rules of all touchpoints together are too large',
    }),
  goal: Rule,
  gapDays: z.number().int().min(1).max(730),
  personas: z.array(Persona).max(8).optional(),
})
export type JourneyDraft = z.infer<typeof JourneyDraft>

export const Journey = JourneyDraft.extend({ id: z.uuid(), version: z.number().int(), changed: z.iso.datetime() })
export type Journey = z.infer<typeof Journey>

export const JourneyRow = z.object({
  id: z.uuid(),
  name: z.string(),
  changed: z.iso.datetime(),
  phases: z.array(z.string()),
  touchpoints: z.number(),
})
export type JourneyRow = z.infer<typeof JourneyRow>

/** A filter keeps the people with, for each condition, at least one event that satisfies it (at any time). */
export const Filter = z
  .array(Condition)
  .max(10)
  .refine((conditions) => fitsTogether(conditions), { message: 'The filter is too large' })
export type Filter = z.infer<typeof Filter>

export const Question = z.object({
  period: Period.nullable().default(null),
  compare: Period.nullable().default(null),
  filter: Filter.default([]),
  /** Only people of this segment, as it is now. */
  segment: z.uuid().optional(),
})
/** Null period = everything measured. */
export type Question = z.infer<typeof Question>

/** People of a phase have touched it or a later one; `left` ended there, `open` may still go on. */
export const PhaseFigures = z.object({
  phase: z.string(),
  people: z.number().int(),
  compared: z.number().int().nullable(),
  ofStart: Share,
  onward: Share,
  left: Share,
  open: z.number().int(),
  /** First touch here to first touch in a later phase. */
  hoursOnward: MedianHours.nullable(),
})
export type PhaseFigures = z.infer<typeof PhaseFigures>

/**
 * More of those who depart from here before the goal end their run than elsewhere in the phase (`exits`; touches in a row
 * are one departure); `cost` per 30 days in the workspace's currency.
 */
export const BreakPoint = z.object({
  exits: Share,
  expected: z.number(),
  peopleLost: z.number(),
  cost: z.number().nullable(),
  q: z.number(),
})
export type BreakPoint = z.infer<typeof BreakPoint>

/** After this touch the outcome differs: odds ratio of reaching the goal, touched before it against not. An association. */
export const Moment = z.object({
  oddsRatio: z.number(),
  low: z.number(),
  high: z.number(),
  q: z.number(),
  impact: z.number(),
})
export type Moment = z.infer<typeof Moment>

export const TouchpointFigures = z.object({
  touchpoint: z.string(),
  people: z.number().int(),
  compared: z.number().int().nullable(),
  touches: z.number().int(),
  reach: Share,
  channels: z.array(z.object({ channel: z.string(), touches: z.number().int() })),
  /** Distinct people in twelve equal parts of the period. */
  trend: z.array(z.number().int()),
  /** People for whom this was the last touch of a lost run, of the people who touched it. */
  exits: Share,
  /** People who reached the goal after this touch, of the people who touched it. */
  reachedGoal: Share,
  value: z.number(),
  emotion: Emotion.nullable(),
  emotionCompared: Emotion.nullable(),
  breakPoint: BreakPoint.nullable(),
  moment: Moment.nullable(),
})
export type TouchpointFigures = z.infer<typeof TouchpointFigures>

export const MapFigures = z.object({
  /** Figures exist for this version of the rules; while `measuring`, they are of the previous or absent. */
  state: z.enum(['ready', 'measuring', 'empty']),
  asOf: z.iso.datetime(),
  period: Period,
  compare: Period.nullable(),
  people: z.number().int(),
  runs: z.number().int(),
  peopleCompared: z.number().int().nullable(),
  goal: Share,
  goalCompared: Share.nullable(),
  /** Sum of values of the goal events. */
  goalValue: z.number(),
  currency: z.string(),
  phases: z.array(PhaseFigures),
  touchpoints: z.array(TouchpointFigures),
  emotionMean: Emotion.nullable(),
  /** Events of these people that no touchpoint's rule catches. */
  unplaced: Share,
})
export type MapFigures = z.infer<typeof MapFigures>

/** `touchpoint` null: the run began here, or (after) it ended: `kind` says which. */
export const Neighbour = z.object({
  kind: z.enum(['touchpoint', 'start', 'left', 'goal', 'open']),
  touchpoint: z.string().nullable(),
  share: Share,
  hours: MedianHours.nullable(),
})
export type Neighbour = z.infer<typeof Neighbour>

export const TouchpointDetail = z.object({
  figures: TouchpointFigures,
  before: z.array(Neighbour),
  after: z.array(Neighbour),
  hoursToNext: MedianHours.nullable(),
  properties: z.array(
    z.object({ key: z.string(), values: z.array(z.object({ value: z.string(), people: z.number().int() })) }),
  ),
})
export type TouchpointDetail = z.infer<typeof TouchpointDetail>

/** Where one person stands on one journey: the last touch of their newest run, and how that run goes. */
export const Position = z.object({
  journey: z.object({ id: z.uuid(), name: z.string() }),
  phases: z.array(z.object({ id: z.string(), name: z.string() })),
  phase: z.string().nullable(),
  touchpoint: z.object({ id: z.string(), name: z.string() }).nullable(),
  status: z.enum(['open', 'won', 'lost']),
  since: z.iso.datetime(),
  last: z.iso.datetime(),
  runs: z.number().int(),
  wins: z.number().int(),
  value: z.number(),
})
export type Position = z.infer<typeof Position>

export const TravellerRow = z.object({
  personId: z.string(),
  label: z.string(),
  last: z.iso.datetime(),
  touches: z.number().int(),
  status: z.enum(['open', 'won', 'lost']),
  value: z.number(),
})
export type TravellerRow = z.infer<typeof TravellerRow>
