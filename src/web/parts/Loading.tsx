import { Skeleton } from '@mantine/core'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import styles from './parts.module.css'

type Shape = 'list' | 'cards' | 'chart' | 'form'
const sizes: Record<Shape, { readonly count: number; readonly height: number }> = {
  list: { count: 9, height: 34 },
  cards: { count: 6, height: 118 },
  chart: { count: 6, height: 46 },
  form: { count: 4, height: 52 },
}
const places = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']

/** Grey boxes of the shape that comes. */
export function Loading({ shape }: { shape: Shape }) {
  const { loading } = useTexts(shellTexts)
  const { count, height } = sizes[shape]
  return (
    <div className={styles.loading} data-shape={shape} role="status" aria-label={loading}>
      {places.slice(0, count).map((place, i) => (
        <Skeleton key={place} height={height} width={shape === 'chart' ? `${100 - i * 13}%` : '100%'} />
      ))}
    </div>
  )
}
