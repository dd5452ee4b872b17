import { Button, Loader } from '@mantine/core'
import { IconAlertTriangle, IconEye } from '@tabler/icons-react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useMay } from '../../../web/workspace.tsx'
import { useMap } from './mapView.ts'
import styles from './notes.module.css'
import { mapTexts } from './texts.ts'
import { editTexts } from './texts-edit.ts'
import type { Editing } from './useEditing.ts'

/** A change that could not be saved because somebody else was faster, or because it is not allowed. */
export function SaveTrouble({ editing }: { editing: Editing }) {
  const { state } = useTexts(editTexts)
  const { kind } = editing.state
  if (kind !== 'stale' && kind !== 'refused') return null
  return (
    <div className={styles.trouble} role="alert">
      <IconAlertTriangle size={17} stroke={1.7} aria-hidden />
      <p>{state[kind]}</p>
      <Button size="xs" variant="default" onClick={editing.reload}>
        {kind === 'stale' ? state.reload : state.understood}
      </Button>
    </div>
  )
}

/** Somebody who may only look came by a link that edits. */
export function ViewerNote() {
  const { search, go } = useMap()
  const may = useMay()
  const { state } = useTexts(editTexts)
  if (!search.edit || may('edit')) return null
  return (
    <div className={styles.noteBar} role="status">
      <IconEye size={17} stroke={1.7} aria-hidden />
      <p>{state.viewer}</p>
      <Button size="xs" variant="default" onClick={() => go({ edit: false })}>
        {state.understood}
      </Button>
    </div>
  )
}

export function Measuring() {
  const { measuring, measuringHint } = useTexts(mapTexts)
  return (
    <div className={styles.noteBar} role="status">
      <Loader size={15} />
      <p>
        <b>{measuring}</b> {measuringHint}
      </p>
    </div>
  )
}

/** Nobody is on the way with this period and these filters. */
export function EmptyFigures() {
  const { go, search } = useMap()
  const { empty } = useTexts(mapTexts)
  const narrowed = search.filter.length > 0 || search.segment !== undefined || search.from !== undefined
  return (
    <div className={styles.noteBar} role="status">
      <p>
        <b>{empty.title}.</b> {empty.text}
      </p>
      {narrowed && (
        <Button
          size="xs"
          variant="default"
          onClick={() => go({ from: undefined, to: undefined, versus: undefined, filter: [], segment: undefined })}
        >
          {empty.reset}
        </Button>
      )}
    </div>
  )
}

const WORTH_SAYING = 0.005

/** Events that no touchpoint catches are said, not hidden. */
export function Unplaced() {
  const { figures } = useMap()
  const texts = useTexts(mapTexts)
  const format = useFormat()
  const share = figures && figures.people > 0 ? (figures.unplaced.value ?? 0) : 0
  if (share < WORTH_SAYING) return null
  return <p className={styles.unplaced}>{texts.unplaced(format.percent(share))}</p>
}
