/** Properties of an event that carry an answer, in order of precedence, with the scale on which people answered. */
export const scales = {
  emotion: { from: -2, to: 2 },
  csat: { from: 1, to: 5 },
  rating: { from: 1, to: 5 },
  ces: { from: 1, to: 7 },
  nps: { from: 0, to: 10 },
} as const

export type Scale = keyof typeof scales
export const scaleNames = ['emotion', 'csat', 'rating', 'ces', 'nps'] as const satisfies readonly Scale[]

const onEmotion: Readonly<Record<Scale, (answer: number) => number>> = {
  emotion: (answer) => answer,
  csat: (answer) => answer - 3,
  rating: (answer) => answer - 3,
  ces: (answer) => ((answer - 4) * 2) / 3,
  nps: (answer) => (answer <= 7 ? (answer * 2) / 7 - 2 : ((answer - 7) * 2) / 3),
}

/** An answer as an emotion on -2 ... +2; null where it lies outside its scale. */
export function emotionOf(scale: Scale, answer: number): number | null {
  const { from, to } = scales[scale]
  return answer >= from && answer <= to ? onEmotion[scale](answer) : null
}
