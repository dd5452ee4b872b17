import {
  type Announcements,
  type DragEndEvent,
  type DragOverEvent,
  type DragStartEvent,
  type UniqueIdentifier,
  useDroppable,
} from '@dnd-kit/core'
import { useSortable } from '@dnd-kit/sortable'
import { type ReactNode, useMemo, useState } from 'react'
import { useTexts } from '../../../web/i18n.tsx'
import type { Touchpoint } from '../schema.ts'
import styles from './card.module.css'
import type { Column as MapColumn } from './layout.ts'
import { useMap } from './mapView.ts'
import { editTexts } from './texts-edit.ts'

type Place = { readonly id: string; readonly phase: string; readonly index: number }

/** The columns as they would be with one touchpoint at another place. */
export const withPlace = (columns: readonly MapColumn[], place: Place | null): readonly MapColumn[] => {
  const moved = columns.flatMap(({ touchpoints }) => touchpoints).find(({ id }) => id === place?.id)
  if (!place || !moved) return columns
  return columns.map((column) => {
    const others = column.touchpoints.filter(({ id }) => id !== place.id)
    return {
      ...column,
      touchpoints: column.phase.id === place.phase ? others.toSpliced(place.index, 0, moved) : others,
    }
  })
}

/** Where a card held over `over` would go: onto a card's place, or to the end of a column. */
export const placeOver = (columns: readonly MapColumn[], id: string, over: string): Place | null => {
  const target = columns.find(
    ({ phase, touchpoints }) => phase.id === over || touchpoints.some((one) => one.id === over),
  )
  if (!target) return null
  const row = target.touchpoints.findIndex((one) => one.id === over)
  const own = target.touchpoints.some((one) => one.id === id)
  return { id, phase: target.phase.id, index: row >= 0 ? row : target.touchpoints.length - (own ? 1 : 0) }
}

/** While a card is held the columns show it at the place where it would fall. */
export const useDragging = (
  columns: readonly MapColumn[],
  move: (id: string, phase: string, index: number) => void,
) => {
  const [place, setPlace] = useState<Place | null>(null)
  const shown = useMemo(() => withPlace(columns, place), [columns, place])
  const dragged = place
    ? columns.flatMap(({ touchpoints }) => touchpoints).find(({ id }) => id === place.id)
    : undefined
  return {
    shown,
    dragged,
    handlers: {
      onDragStart: ({ active }: DragStartEvent) => setPlace(placeOver(columns, String(active.id), String(active.id))),
      onDragOver: ({ active, over }: DragOverEvent) => {
        if (over && over.id !== active.id) setPlace(placeOver(shown, String(active.id), String(over.id)))
      },
      onDragEnd: (_: DragEndEvent) => {
        if (place) move(place.id, place.phase, place.index)
        setPlace(null)
      },
      onDragCancel: () => setPlace(null),
    },
  }
}

/** What is said to those who cannot see the card move. */
export const useAnnouncements = () => {
  const { draft } = useMap()
  const { drag } = useTexts(editTexts)
  const nameOf = (id: UniqueIdentifier | undefined) =>
    [...draft.touchpoints, ...draft.phases].find((one) => one.id === id)?.name ?? ''
  const announcements: Announcements = {
    onDragStart: ({ active }) => drag.held(nameOf(active.id)),
    onDragOver: ({ active, over }) => (over ? drag.over(nameOf(active.id), nameOf(over.id)) : undefined),
    onDragEnd: ({ active }) => drag.dropped(nameOf(active.id)),
    onDragCancel: ({ active }) => drag.cancelled(nameOf(active.id)),
  }
  return { announcements, screenReaderInstructions: { draggable: drag.how } }
}

export const useCardDrag = (touchpoint: Touchpoint, enabled: boolean) => {
  const { setNodeRef, listeners, isDragging, transform, transition } = useSortable({
    id: touchpoint.id,
    disabled: !enabled,
    transition: { duration: 160, easing: 'ease' },
  })
  return {
    ref: setNodeRef,
    handle: enabled ? (listeners ?? {}) : {},
    style: {
      opacity: isDragging ? 0.35 : undefined,
      transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined,
      transition,
    },
  }
}

/** A column takes cards even where it is empty. */
export function Column({ id, children }: { id: string; children: ReactNode }) {
  const { setNodeRef } = useDroppable({ id })
  return (
    <div ref={setNodeRef} className={styles.column} data-phase={id}>
      {children}
    </div>
  )
}
