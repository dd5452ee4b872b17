import { Autocomplete, Button, Checkbox, Select, Slider, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { RuleForm } from '../../../web/parts/rule/RuleForm.tsx'
import { useVocabulary } from '../../../web/parts/rule/useVocabulary.ts'
import { useToast } from '../../../web/parts/toast.tsx'
import type { Touchpoint } from '../schema.ts'
import styles from './edit.module.css'
import { changeTouchpoint, moveTouchpoint, removeTouchpoints } from './edits.ts'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'
import { editTexts } from './texts-edit.ts'

const places = ['online', 'offline', 'both'] as const
const medias = ['paid', 'owned', 'earned'] as const

/** A text that is taken over when one leaves the field or presses Enter, so that it makes one step to undo. */
function LateText({
  label,
  value,
  onDone,
  data,
}: {
  label: string
  value: string
  onDone: (text: string) => void
  data?: string[]
}) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const finish = () => {
    if (text.trim() !== value) onDone(text.trim())
  }
  const shared = {
    size: 'xs',
    label,
    value: text,
    onBlur: finish,
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Enter') finish()
    },
  } as const
  return data ? (
    <Autocomplete {...shared} maxLength={80} data={data} onChange={setText} />
  ) : (
    <TextInput {...shared} maxLength={120} onChange={({ currentTarget }) => setText(currentTarget.value)} />
  )
}

function Assumed({ touchpoint }: { touchpoint: Touchpoint }) {
  const { edit } = useMap()
  const { touchpoint: texts } = useTexts(editTexts)
  const { emotion } = useTexts(mapTexts)
  const format = useFormat()
  const [held, setHeld] = useState(touchpoint.assumed ?? 0)
  useEffect(() => setHeld(touchpoint.assumed ?? 0), [touchpoint.assumed])
  const known = touchpoint.assumed !== null
  return (
    <div>
      <p className={styles.label}>{texts.assumed}</p>
      <Checkbox
        size="xs"
        label={texts.assumedNone}
        checked={!known}
        onChange={({ currentTarget }) =>
          edit(changeTouchpoint(touchpoint.id, { assumed: currentTarget.checked ? null : 0 }))
        }
      />
      {known && (
        <Slider
          mt={10}
          mb={22}
          mx={36}
          size="sm"
          min={-2}
          max={2}
          step={0.5}
          value={held}
          onChange={setHeld}
          onChangeEnd={(assumed) => edit(changeTouchpoint(touchpoint.id, { assumed }))}
          label={(value) => format.signed(value)}
          thumbLabel={texts.assumed}
          marks={[-2, 0, 2].map((value) => ({ value, label: emotion.scale[value + 2] }))}
          classNames={{ markLabel: styles.markLabel }}
        />
      )}
    </div>
  )
}

function Kinds({ touchpoint }: { touchpoint: Touchpoint }) {
  const { edit } = useMap()
  const { touchpoint: texts } = useTexts(editTexts)
  const { id } = touchpoint
  return (
    <div className={styles.pair}>
      <Select
        size="xs"
        label={texts.place}
        value={touchpoint.place}
        allowDeselect={false}
        onChange={(chosen) => edit(changeTouchpoint(id, { place: places.find((one) => one === chosen) ?? 'online' }))}
        data={places.map((value) => ({ value, label: texts.places[value] }))}
      />
      <Select
        size="xs"
        label={texts.media}
        value={touchpoint.media ?? 'none'}
        allowDeselect={false}
        onChange={(chosen) => edit(changeTouchpoint(id, { media: medias.find((one) => one === chosen) ?? null }))}
        data={[...medias, 'none' as const].map((value) => ({ value, label: texts.medias[value] }))}
      />
    </div>
  )
}

function RemoveButton({ touchpoint }: { touchpoint: Touchpoint }) {
  const { edit, go, takeBack } = useMap()
  const { touchpoint: texts } = useTexts(editTexts)
  const toast = useToast()
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconTrash size={15} />}
      onClick={() => {
        edit(removeTouchpoints([touchpoint.id]))
        go({ touchpoint: undefined })
        toast.done(texts.removed(touchpoint.name), takeBack)
      }}
    >
      {texts.remove}
    </Button>
  )
}

/** Everything about a touchpoint that people decide; each change saves itself. */
export function TouchpointForm({ touchpoint }: { touchpoint: Touchpoint }) {
  const { draft, edit } = useMap()
  const { touchpoint: texts } = useTexts(editTexts)
  const vocabulary = useVocabulary()
  const { id } = touchpoint
  const departments = [...new Set(draft.touchpoints.map(({ department }) => department).filter((name) => name !== ''))]
  return (
    <div className={styles.form}>
      <LateText
        label={texts.name}
        value={touchpoint.name}
        onDone={(name) => name !== '' && edit(changeTouchpoint(id, { name }))}
      />
      <Select
        size="xs"
        label={texts.phase}
        value={touchpoint.phase}
        allowDeselect={false}
        onChange={(phase) => phase && edit(moveTouchpoint(id, phase, Number.POSITIVE_INFINITY))}
        data={draft.phases.map((phase) => ({ value: phase.id, label: phase.name }))}
      />
      <div>
        <p className={styles.label}>{texts.rule}</p>
        <RuleForm
          rule={touchpoint.rule}
          onChange={(rule) => edit(changeTouchpoint(id, { rule }))}
          vocabulary={vocabulary}
        />
        <p className={styles.note}>{texts.overlap}</p>
      </div>
      <Kinds touchpoint={touchpoint} />
      <LateText
        label={texts.department}
        value={touchpoint.department}
        data={departments}
        onDone={(department) => edit(changeTouchpoint(id, { department }))}
      />
      <Assumed touchpoint={touchpoint} />
      <RemoveButton touchpoint={touchpoint} />
    </div>
  )
}
