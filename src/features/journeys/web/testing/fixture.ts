import type { Emotion, MedianHours, Share } from '../../../../kernel/figures.ts'
import { eventIs, type Rule } from '../../../../kernel/rule.ts'
import type {
  Journey,
  MapFigures,
  PhaseFigures,
  Touchpoint,
  TouchpointDetail,
  TouchpointFigures,
} from '../../schema.ts'

/** The bicycle shop of the design pictures, as the API would answer. */

export const share = (part: number, n: number): Share => {
  if (n === 0) return { part, n, value: null, low: null, high: null }
  const value = part / n
  const spread = 1.96 * Math.sqrt((value * (1 - value)) / n)
  return { part, n, value, low: Math.max(0, value - spread), high: Math.min(1, value + spread) }
}

const hours = (median: number, n: number): MedianHours => ({ median, low: median * 0.93, high: median * 1.08, n })
const emotion = (mean: number, n: number): Emotion => ({
  mean,
  low: mean - 2.2 / Math.sqrt(n),
  high: mean + 2.2 / Math.sqrt(n),
  n,
})

const onChannel = (event: string, channel: string): Rule => ({
  all: [eventIs(event), { field: 'channel', op: 'is', values: [channel] }],
})

type Sketch = readonly [
  id: string,
  name: string,
  phase: string,
  channel: string,
  people: number,
  felt: number | null,
  answers: number,
  assumed: number | null,
]

const sketches: readonly Sketch[] = [
  ['search', 'Suche', 'awareness', 'organic search', 7420, 0.34, 210, 0.5],
  ['weekly', 'Anzeige Wochenblatt', 'awareness', 'print', 3180, 0.2, 84, 0.5],
  ['social', 'Social Media', 'awareness', 'social', 4960, 0.1, 152, 0.5],
  ['recommended', 'Empfehlung', 'awareness', 'referral', 2240, 1.2, 96, 0.6],
  ['product', 'Produktseiten', 'consideration', 'website', 9810, 0.4, 402, 0.8],
  ['visit', 'Ladenbesuch', 'consideration', 'store', 2610, 1.1, 188, 0.8],
  ['reviews', 'Bewertungen', 'consideration', 'website', 3340, 0.5, 77, 0.9],
  ['ride', 'Probefahrt', 'decision', 'store', 1180, 1.6, 164, 1.2],
  ['advice', 'Beratung am Telefon', 'decision', 'phone', 940, 0.9, 120, 1.2],
  ['cart', 'Warenkorb', 'decision', 'website', 4120, 0.1, 131, 1.1],
  ['mobile', 'Zahlung (mobil)', 'purchase', 'app', 1960, -1.3, 143, 1.2],
  ['desktop', 'Zahlung (Desktop)', 'purchase', 'website', 1740, 0.5, 98, 1.2],
  ['till', 'Kasse im Laden', 'purchase', 'store', 910, 1.2, 201, 1.2],
  ['delivery', 'Lieferung', 'retention', 'post', 1690, -0.6, 342, 1],
  ['inspection', 'Inspektion', 'retention', 'store', 620, 1.3, 155, 1],
  ['service', 'Service-Anliegen', 'retention', 'phone', 480, 0.2, 118, 1],
  ['written', 'Bewertung geschrieben', 'advocacy', 'website', 290, 1.4, 61, 1.3],
  ['friend', 'Freund geworben', 'advocacy', 'referral', 176, 1.6, 40, 1.3],
]

const departments: Readonly<Record<string, string>> = {
  product: 'Onlineshop',
  cart: 'Onlineshop',
  mobile: 'Onlineshop',
  desktop: 'Onlineshop',
  weekly: 'Marketing',
  social: 'Marketing',
  visit: 'Filialen',
  ride: 'Filialen',
  till: 'Filialen',
  delivery: 'Logistik',
  service: 'Kundendienst',
}

const touchpoints: Touchpoint[] = sketches.map(([id, name, phase, channel, , , , assumed]) => ({
  id,
  name,
  phase,
  rule: onChannel(id, channel),
  place: channel === 'store' || channel === 'print' ? 'offline' : 'online',
  media: channel === 'social' || channel === 'print' ? 'paid' : channel === 'referral' ? 'earned' : 'owned',
  department: departments[id] ?? '',
  assumed,
}))

export const journey: Journey = {
  id: '0b1c5a52-7a3e-4c0e-9a51-5d0f2a6f0001',
  version: 3,
  changed: '2026-11-20T10:00:00.000Z',
  name: 'Vom ersten Blick bis zur Empfehlung',
  phaseModel: 'six',
  phases: [
    { id: 'awareness', name: 'Bewusstsein', section: 'before' },
    { id: 'consideration', name: 'Überlegung', section: 'before' },
    { id: 'decision', name: 'Entscheidung', section: 'before' },
    { id: 'purchase', name: 'Kauf', section: 'purchase' },
    { id: 'retention', name: 'Bindung', section: 'after' },
    { id: 'advocacy', name: 'Weiterempfehlung', section: 'after' },
  ],
  touchpoints,
  goal: eventIs('purchase'),
  gapDays: 90,
}

const reached = [20_014, 12_480, 5_210, 2_380, 1_460, 410]
const before = [18_881, 12_117, 5_263, 2_615, 1_431, 369]
const waiting = [0, 260, 90, 120, 310, 80]
const medians = [76.8, 192, 33.6, 456, 1536]

const phases: PhaseFigures[] = journey.phases.map(({ id }, index) => {
  const people = reached[index] ?? 0
  const onward = reached[index + 1] ?? 0
  const open = waiting[index] ?? 0
  const median = medians[index]
  return {
    phase: id,
    people,
    compared: before[index] ?? null,
    ofStart: share(people, reached[0] ?? 0),
    onward: share(onward, people),
    left: share(people - onward - open, people),
    open,
    hoursOnward: median === undefined ? null : hours(median, onward),
  }
})

const wave = (people: number, index: number): number[] =>
  Array.from({ length: 12 }, (_, month) =>
    Math.round((people / 12) * (1 + 0.35 * Math.sin((month + index) / 1.9) + (index === 10 && month > 8 ? -0.5 : 0))),
  )

const figures: TouchpointFigures[] = sketches.map(([id, , , channel, people, felt, answers], index) => ({
  touchpoint: id,
  people,
  compared: Math.round(people * (0.9 + ((index * 7) % 5) * 0.05)),
  touches: Math.round(people * 1.7),
  reach: share(people, 20_014),
  channels: [
    { channel, touches: Math.round(people * 1.5) },
    { channel: 'email', touches: Math.round(people * 0.2) },
  ],
  trend: wave(people, index),
  exits: share(Math.round(people * (id === 'mobile' ? 0.38 : 0.1)), people),
  reachedGoal: share(Math.round(people * 0.35), people),
  value: Math.round(people * 41.3),
  emotion: felt === null ? null : emotion(felt, answers),
  emotionCompared: felt === null ? null : emotion(felt + 0.2, answers),
  breakPoint:
    id === 'mobile'
      ? { exits: share(745, 1960), expected: 0.12, peopleLost: 510, cost: 14_200, q: 0.0004 }
      : id === 'delivery'
        ? { exits: share(420, 1690), expected: 0.17, peopleLost: 133, cost: null, q: 0.01 }
        : null,
  moment: id === 'ride' || id === 'friend' ? { oddsRatio: 2.1, low: 1.8, high: 2.4, q: 0.0001, impact: 210 } : null,
}))

export const mapFigures: MapFigures = {
  state: 'ready',
  asOf: '2026-12-31T18:20:00.000Z',
  period: { from: '2026-01-01', to: '2026-12-31' },
  compare: { from: '2025-01-01', to: '2025-12-31' },
  people: 20_014,
  runs: 21_300,
  peopleCompared: 18_881,
  goal: share(2380, 20_014),
  goalCompared: share(2615, 18_881),
  goalValue: 2_184_230,
  currency: 'EUR',
  phases,
  touchpoints: figures,
  emotionMean: emotion(0.4, 2682),
  unplaced: share(3120, 141_000),
}

const mobile = figures.find(({ touchpoint }) => touchpoint === 'mobile') ?? figures[0]

export const detail: TouchpointDetail | null = mobile
  ? {
      figures: mobile,
      before: [
        { kind: 'touchpoint', touchpoint: 'cart', share: share(1490, 1960), hours: hours(0.1, 1490) },
        { kind: 'touchpoint', touchpoint: 'advice', share: share(290, 1960), hours: hours(5, 290) },
        { kind: 'start', touchpoint: null, share: share(180, 1960), hours: null },
      ],
      after: [
        { kind: 'goal', touchpoint: null, share: share(1215, 1960), hours: hours(0.07, 1215) },
        { kind: 'left', touchpoint: null, share: share(470, 1960), hours: null },
        { kind: 'touchpoint', touchpoint: 'service', share: share(176, 1960), hours: hours(31, 176) },
        { kind: 'open', touchpoint: null, share: share(99, 1960), hours: null },
      ],
      hoursToNext: hours(0.07, 1391),
      properties: [
        {
          key: 'payment',
          values: [
            { value: 'Kreditkarte', people: 920 },
            { value: 'Ratenzahlung', people: 640 },
            { value: 'PayPal', people: 400 },
          ],
        },
        {
          key: 'device',
          values: [
            { value: 'iPhone', people: 1120 },
            { value: 'Android', people: 840 },
          ],
        },
      ],
    }
  : null
