import { ActionIcon, Button, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowMerge,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconTargetArrow,
  IconTrash,
  IconX,
} from '@tabler/icons-react'
import { useEffect } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import styles from './edit.module.css'
import { mergeTouchpoints, removeTouchpoints } from './edits.ts'
import { useMap } from './mapView.ts'
import { editTexts } from './texts-edit.ts'
import type { Editing } from './useEditing.ts'

export function SaveNote({ editing }: { editing: Editing }) {
  const { state } = useTexts(editTexts)
  const { kind } = editing.state
  if (kind === 'stale' || kind === 'refused') return null
  const icons = { saved: IconCloudCheck, saving: IconCloudUp, failed: IconCloudOff }
  const Icon = icons[kind]
  return (
    <span className={styles.saveNote} data-kind={kind} role="status">
      <Icon size={15} stroke={1.6} aria-hidden />
      {state[kind]}
      {kind === 'failed' && (
        <Button size="compact-xs" variant="default" onClick={editing.retry}>
          {state.retry}
        </Button>
      )}
    </span>
  )
}

/** Ctrl+Z takes back, Shift+Ctrl+Z (or Ctrl+Y) repeats, except while typing. */
const useUndoKeys = ({ undo, redo }: Editing) => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]')
      if (typing || !(event.ctrlKey || event.metaKey)) return
      const key = event.key.toLowerCase()
      const step = key === 'y' || (key === 'z' && event.shiftKey) ? redo : key === 'z' ? undo : null
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      step?.()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [undo, redo])
}

/** Says that the map is being edited, and takes steps back and forth. */
export function EditBar({
  editing,
  onSettings,
  onDone,
}: {
  editing: Editing
  onSettings: () => void
  onDone: () => void
}) {
  const texts = useTexts(editTexts)
  useUndoKeys(editing)
  return (
    <div className={styles.bar}>
      <b>{texts.editing}</b>
      <span className={styles.hint}>{texts.hint}</span>
      <span className={styles.barEnd}>
        <SaveNote editing={editing} />
        <Tooltip label={`${texts.undo} (Ctrl+Z)`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.undo}
            disabled={!editing.undo}
            onClick={() => editing.undo?.()}
          >
            <IconArrowBackUp size={17} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${texts.redo} (Shift+Ctrl+Z)`}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={texts.redo}
            disabled={!editing.redo}
            onClick={() => editing.redo?.()}
          >
            <IconArrowForwardUp size={17} />
          </ActionIcon>
        </Tooltip>
        <Button size="xs" variant="default" leftSection={<IconTargetArrow size={15} />} onClick={onSettings}>
          {texts.settings}
        </Button>
        <Button size="xs" onClick={onDone}>
          {texts.done}
        </Button>
      </span>
    </div>
  )
}

/** What can be done with the marked cards. */
export function MarkedBar() {
  const { marked, mark, edit, draft, go, takeBack } = useMap()
  const texts = useTexts(editTexts)
  const format = useFormat()
  const toast = useToast()
  if (marked.length === 0) return null
  const chosen = draft.touchpoints.filter(({ id }) => marked.includes(id))
  const merge = () => {
    const [first] = chosen
    if (!first) return
    edit(mergeTouchpoints(marked))
    mark([])
    go({ touchpoint: first.id, phase: undefined, tab: 'rule' })
    toast.done(texts.touchpoint.merged(first.name), takeBack)
  }
  const remove = () => {
    edit(removeTouchpoints(marked))
    mark([])
    toast.done(texts.touchpoint.removed(format.list(chosen.map(({ name }) => name))), takeBack)
  }
  return (
    <div className={styles.marked} role="toolbar" aria-label={texts.marked.count(marked.length)}>
      <span role="status">{texts.marked.count(marked.length)}</span>
      <Tooltip label={texts.marked.mergeHint} disabled={chosen.length > 1}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowMerge size={15} />}
          disabled={chosen.length < 2}
          onClick={merge}
        >
          {texts.marked.merge}
        </Button>
      </Tooltip>
      <Button size="xs" variant="default" leftSection={<IconTrash size={15} />} onClick={remove}>
        {texts.marked.remove}
      </Button>
      <ActionIcon variant="subtle" color="gray" aria-label={texts.marked.clear} onClick={() => mark([])}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  )
}
