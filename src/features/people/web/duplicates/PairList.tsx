import { useEffect, useRef } from 'react'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import type { Duplicate } from '../../duplicates/schema.ts'
import styles from './duplicates.module.css'
import { duplicateTexts } from './texts.ts'
import type { Review } from './useReview.ts'

/** All pairs, the surest first. */
export function PairList({ review: { pairs, shown, show } }: { review: Review }) {
  const texts = useTexts(duplicateTexts)
  return (
    <nav className={styles.list} aria-label={texts.list}>
      <ul>
        {pairs.map((pair) => (
          <li key={pair.id}>
            <PairButton pair={pair} isShown={pair.id === shown?.id} onShow={() => show(pair)} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

type Props = { readonly pair: Duplicate; readonly isShown: boolean; readonly onShow: () => void }

function PairButton({ pair, isShown, onShow }: Props) {
  const texts = useTexts(duplicateTexts)
  const format = useFormat()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isShown) button.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  const strong = pair.reasons.filter(({ likeness }) => likeness !== 'different').slice(0, 3)
  return (
    <button ref={button} type="button" aria-current={isShown || undefined} onClick={onShow}>
      <span className={styles.names}>
        <b>{pair.one.label}</b>
        <b>{pair.other.label}</b>
      </span>
      <span className={styles.score} title={texts.sure(format.percent(pair.score, 0))}>
        {format.percent(pair.score, 0)}
      </span>
      <small>{strong.map(({ field, likeness }) => texts.reasons[field][likeness]).join(', ')}</small>
    </button>
  )
}
