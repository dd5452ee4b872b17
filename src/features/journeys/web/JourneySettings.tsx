import { Button, Modal, NumberInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../web/api.ts'
import { useTexts } from '../../../web/i18n.tsx'
import { useConfirm } from '../../../web/parts/confirm.tsx'
import { RuleForm } from '../../../web/parts/rule/RuleForm.tsx'
import { useVocabulary } from '../../../web/parts/rule/useVocabulary.ts'
import { useToast } from '../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import styles from './edit.module.css'
import { changeScope } from './edits.ts'
import { useMap } from './mapView.ts'
import { PersonaFields } from './Personas.tsx'
import { mapTexts } from './texts.ts'
import { editTexts } from './texts-edit.ts'
import { personaTexts } from './texts-persona.ts'

/** Takes a journey away for good and leads back to the list. */
export const useRemoveJourney = () => {
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  return useMutation({
    mutationFn: (journey: string) => api.journeys.remove.call({ workspace, journey }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: api.journeys.list.key() })
      await navigate({ to: '/w/$workspace/journeys', params: { workspace } })
    },
    onError: toast.problem,
  })
}

function RemoveButton() {
  const { draft, journey } = useMap()
  const texts = useTexts(editTexts)
  const confirm = useConfirm()
  const toast = useToast()
  const remove = useRemoveJourney()
  const ask = async () => {
    const yes = await confirm({
      title: texts.removeTitle,
      text: texts.removeText(draft.name),
      yes: texts.removeYes,
      danger: true,
    })
    if (!yes) return
    await remove.mutateAsync(journey.id)
    toast.done(texts.removed(draft.name))
  }
  return (
    <Button variant="default" leftSection={<IconTrash size={15} />} onClick={ask} loading={remove.isPending}>
      {texts.remove}
    </Button>
  )
}

function Settings({ onDone }: { onDone: () => void }) {
  const { draft, edit } = useMap()
  const texts = useTexts(editTexts)
  const { personas, hint } = useTexts(personaTexts)
  const vocabulary = useVocabulary()
  const [gapDays, setGapDays] = useState<string | number>(draft.gapDays)
  const finishGap = () => {
    const days = Math.round(Number(gapDays))
    if (days >= 1 && days <= 730 && days !== draft.gapDays) edit(changeScope({ gapDays: days }))
    else setGapDays(draft.gapDays)
  }
  return (
    <div className={styles.form}>
      <div>
        <p className={styles.label}>{texts.goal}</p>
        <p className={styles.note}>{texts.goalHint}</p>
        <RuleForm rule={draft.goal} onChange={(goal) => edit(changeScope({ goal }))} vocabulary={vocabulary} />
      </div>
      <NumberInput
        label={texts.gapDays}
        description={texts.gapHint}
        min={1}
        max={730}
        value={gapDays}
        onChange={setGapDays}
        onBlur={finishGap}
      />
      <div>
        <p className={styles.label}>{personas}</p>
        <p className={styles.note}>{hint}</p>
        <PersonaFields />
      </div>
      <RemoveButton />
      <Button
        onClick={() => {
          finishGap()
          onDone()
        }}
      >
        {texts.done}
      </Button>
    </div>
  )
}

/** What makes a journey won and when it counts as over. */
export function JourneySettings({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const texts = useTexts(editTexts)
  const { close } = useTexts(mapTexts)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={<b>{texts.settings}</b>}
      size={480}
      closeButtonProps={{ 'aria-label': close }}
    >
      <Settings onDone={onClose} />
    </Modal>
  )
}
