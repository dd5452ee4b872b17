import { Button } from '@mantine/core'
import { IconActivity, IconCircleCheck, IconPlayerPause } from '@tabler/icons-react'
import { eventLabel } from '../../../../kernel/names.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import type { SourceRow } from '../../sources/schema.ts'
import { useArrivals } from './arrivals.ts'
import { setupTexts } from './setupTexts.ts'
import styles from './sources.module.css'

/** Whether it works: waits for the first event and says when it is there. */
export function FirstEvent({ row, onLook }: { row: SourceRow; onLook: () => void }) {
  const { first } = useTexts(setupTexts)
  const language = useLanguage()
  const format = useFormat()
  const { events } = useArrivals(row, 1)
  const latest = events.data?.[0]
  if (row.paused) {
    return (
      <section className={styles.first} data-state="paused" role="status">
        <IconPlayerPause size={20} stroke={1.6} aria-hidden />
        <p>{first.paused}</p>
      </section>
    )
  }
  return (
    <section className={styles.first} data-state={latest ? 'received' : 'waiting'} role="status">
      {latest ? (
        <IconCircleCheck size={20} stroke={1.6} className={styles.arrived} aria-hidden />
      ) : (
        <span className={styles.pulse} aria-hidden />
      )}
      <div>
        <b>{latest ? first.received : first.waiting}</b>
        <p>
          {latest
            ? first.receivedText(eventLabel(latest.name, language), format.dateTime(latest.received))
            : first.waitingText}
        </p>
      </div>
      {latest && (
        <Button size="xs" variant="default" leftSection={<IconActivity size={15} />} onClick={onLook}>
          {first.look}
        </Button>
      )}
    </section>
  )
}
