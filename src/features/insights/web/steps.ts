export const mostSteps = 12

export const addStep = (steps: readonly string[], name: string): readonly string[] =>
  steps.length < mostSteps ? [...steps, name] : steps

export const removeStep = (steps: readonly string[], place: number): readonly string[] =>
  steps.filter((_, i) => i !== place)

/** Takes the step at `from` out and puts it in at `to`. */
export function moveStep(steps: readonly string[], from: number, to: number): readonly string[] {
  const taken = steps[from]
  if (taken === undefined || to < 0 || to >= steps.length) return steps
  return removeStep(steps, from).toSpliced(to, 0, taken)
}

const spanUnits = ['m', 'h', 'd', 'w'] as const
export type Span = { readonly n: number; readonly unit: (typeof spanUnits)[number] }

/** Reads a span such as 12h; null for anything else. */
export function spanOf(text: string): Span | null {
  const unit = spanUnits.find((one) => text.endsWith(one))
  const n = Number(text.slice(0, -1))
  return unit !== undefined && Number.isInteger(n) && n > 0 ? { n, unit } : null
}

type Counted = { readonly people: number }

/** The step before which most people were lost; null where nobody was lost. */
export function worstStep(steps: readonly Counted[]): { readonly place: number; readonly lost: number } | null {
  const losses = steps.map(({ people }, i) => ({ place: i, lost: i === 0 ? 0 : (steps[i - 1]?.people ?? 0) - people }))
  const worst = losses.reduce((most, one) => (one.lost > most.lost ? one : most), { place: 0, lost: 0 })
  return worst.lost > 0 ? worst : null
}
