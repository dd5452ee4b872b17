import { Button } from '@mantine/core'
import { IconSparkles } from '@tabler/icons-react'
import { useTexts } from '../../../web/i18n.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { useRemoveJourney } from './JourneySettings.tsx'
import { useMap } from './mapView.ts'
import styles from './notes.module.css'
import { editTexts } from './texts-edit.ts'

/** A journey that was just drafted: to keep or to throw away. */
export function ProposalBar() {
  const { journey, go } = useMap()
  const { proposal } = useTexts(editTexts)
  const toast = useToast()
  const remove = useRemoveJourney()
  const keep = () => {
    go({ proposal: false })
    toast.done(proposal.kept)
  }
  return (
    <div className={styles.proposal}>
      <IconSparkles size={18} stroke={1.6} aria-hidden />
      <p>
        <b>{proposal.title}</b> {proposal.text}
      </p>
      <Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate(journey.id)}>
        {proposal.discard}
      </Button>
      <Button size="xs" onClick={keep}>
        {proposal.keep}
      </Button>
    </div>
  )
}
