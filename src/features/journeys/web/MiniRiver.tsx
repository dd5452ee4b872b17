import { useId } from 'react'
import type { Phase, PhaseFigures } from '../schema.ts'
import { huesOf } from './layout.ts'
import styles from './list.module.css'
import { riverOf, TALLEST, TOP } from './river.ts'
import { Water } from './Water.tsx'

const WIDTH = 150

type Flow = Pick<PhaseFigures, 'people'> & {
  readonly onward: { readonly part: number }
  readonly left: { readonly part: number }
}

/** The river as a small picture without words. */
export function MiniRiver({
  phases,
  flows,
}: {
  phases: readonly Pick<Phase, 'section'>[]
  flows: readonly (Flow | null)[]
}) {
  const id = useId()
  const hues = huesOf(phases)
  const { bands, width } = riverOf(
    flows.map((flow) => ({
      people: flow?.people ?? 0,
      onward: flow?.onward.part ?? 0,
      left: flow?.left.part ?? 0,
      lines: [''],
      leaving: [],
    })),
    WIDTH,
  )
  return (
    <svg
      className={styles.river}
      viewBox={`0 ${TOP} ${width} ${TALLEST + 38}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {bands.map((band, index) => (
        <Water key={hues[index]} band={band} hue={hues[index] ?? ''} next={hues[index + 1]} id={`${id}-${index}`} />
      ))}
    </svg>
  )
}

/** The flow of a phase model before anything is measured: ever fewer people. */
export const imagined = (count: number): Flow[] =>
  Array.from({ length: count }, (_, index) => {
    const people = Math.round(1000 * 0.66 ** ((index * 5) / Math.max(5, count - 1)))
    const onward = index === count - 1 ? 0 : Math.round(1000 * 0.66 ** (((index + 1) * 5) / Math.max(5, count - 1)))
    return { people, onward: { part: onward }, left: { part: people - onward } }
  })
