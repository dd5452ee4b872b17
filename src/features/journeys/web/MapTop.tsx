import { ActionIcon, Button } from '@mantine/core'
import { IconLink, IconPencil, IconPrinter } from '@tabler/icons-react'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { Chip } from '../../../web/parts/Chip.tsx'
import { PeriodPicker } from '../../../web/parts/PeriodPicker.tsx'
import { useVocabulary } from '../../../web/parts/rule/useVocabulary.ts'
import { useToast } from '../../../web/parts/toast.tsx'
import { dayIn } from '../../../web/period.ts'
import { useIsPhone } from '../../../web/phone.ts'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import { SaveNote } from './EditBar.tsx'
import { FilterButton } from './FilterBar.tsx'
import { LiveSwitch } from './LiveLayer.tsx'
import { useMap } from './mapView.ts'
import { addressOf, chosenIn } from './search.ts'
import { ToJourneys } from './ToJourneys.tsx'
import { mapTexts } from './texts.ts'
import { editTexts } from './texts-edit.ts'
import type { Editing } from './useEditing.ts'

/** In the bar above the map: period, filter, link and the way into editing. */
export function MapTop({ editing }: { editing: Editing }) {
  const { draft, search, go, editing: isEditing } = useMap()
  const texts = useTexts(mapTexts)
  const { edit } = useTexts(editTexts)
  const may = useMay()
  const toast = useToast()
  const isPhone = useIsPhone()
  const { timeZone } = useWorkspace()
  const vocabulary = useVocabulary()
  const { from, to } = vocabulary ?? {}
  const bounds = from && to ? { from: dayIn(from, timeZone), to: dayIn(to, timeZone) } : null
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href)
    toast.done(texts.share.done)
  }
  return (
    <TopBar parent={<ToJourneys />} here={draft.name}>
      {!isEditing && editing.state.kind !== 'saved' && <SaveNote editing={editing} />}
      <PeriodPicker {...chosenIn(search)} onChange={(chosen) => go(addressOf(chosen))} bounds={bounds} comparable />
      <FilterButton filter={search.filter} onChange={(filter) => go({ filter })} />
      {!isEditing && <LiveSwitch />}
      {!isPhone && (
        <>
          <Chip aria-label={texts.share.button} title={texts.share.button} onClick={copy}>
            <IconLink size={15} stroke={1.6} aria-hidden />
          </Chip>
          <Chip aria-label={texts.print} title={texts.print} onClick={() => window.print()}>
            <IconPrinter size={15} stroke={1.6} aria-hidden />
          </Chip>
        </>
      )}
      {may('edit') && !isEditing && isPhone && (
        <ActionIcon size={34} aria-label={edit} color="ink" onClick={() => go({ edit: true, view: 'map' })}>
          <IconPencil size={16} />
        </ActionIcon>
      )}
      {may('edit') && !isEditing && !isPhone && (
        <Button size="xs" leftSection={<IconPencil size={14} />} onClick={() => go({ edit: true, view: 'map' })}>
          {edit}
        </Button>
      )}
    </TopBar>
  )
}
