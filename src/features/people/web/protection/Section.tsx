import { type ReactNode, useId } from 'react'
import styles from './law.module.css'

type Props = { readonly title: string; readonly text: string; readonly children: ReactNode }

export function Section({ title, text, children }: Props) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        <p>{text}</p>
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  )
}
