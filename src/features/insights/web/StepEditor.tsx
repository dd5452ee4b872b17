import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { ActionIcon, Select, UnstyledButton } from '@mantine/core'
import { IconGripVertical, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import type { Vocabulary } from '../../collect/schema.ts'
import styles from './insights.module.css'
import { addStep, mostSteps, moveStep, removeStep } from './steps.ts'
import { insightsTexts } from './texts.ts'

type Props = {
  readonly events: Vocabulary['events']
  readonly steps: readonly string[]
  readonly onChange: (steps: readonly string[]) => void
}

/** A step's handle while dragging: its place, since one event may stand at several. */
const idOf = (place: number): string => `step-${place}`
const placeOf = (id: string | number | undefined): number => Number(String(id).slice('step-'.length))

function useAnnouncements(steps: readonly string[]): Announcements {
  const { drag } = useTexts(insightsTexts).funnel
  const format = useFormat()
  const name = (id: string | number) => steps[placeOf(id)] ?? ''
  const place = (id: string | number) => format.number(placeOf(id) + 1)
  return {
    onDragStart: ({ active }) => drag.start(name(active.id)),
    onDragOver: ({ active, over }) => (over ? drag.over(name(active.id), place(over.id)) : undefined),
    onDragEnd: ({ active, over }) => (over ? drag.end(name(active.id), place(over.id)) : undefined),
    onDragCancel: ({ active }) => drag.cancel(name(active.id)),
  }
}

/** The ordered steps of a funnel, moved by pointer or keyboard. */
export function StepEditor({ events, steps, onChange }: Props) {
  const { funnel: texts } = useTexts(insightsTexts)
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const announcements = useAnnouncements(steps)
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) onChange(moveStep(steps, placeOf(active.id), placeOf(over.id)))
  }
  const ids = steps.map((_, place) => idOf(place))
  return (
    <div>
      <h2 className={styles.questionTitle}>{texts.steps}</h2>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={drop}
        accessibility={{ announcements, screenReaderInstructions: { draggable: texts.drag.instructions } }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ol className={styles.steps}>
            {steps.map((name, place) => (
              <Step
                // biome-ignore lint/suspicious/noArrayIndexKey: one event may stand at several places
                key={`${place} ${name}`}
                place={place}
                name={name}
                onRemove={() => onChange(removeStep(steps, place))}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {steps.length < mostSteps && <AddStep events={events} onAdd={(name) => onChange(addStep(steps, name))} />}
    </div>
  )
}

function Step({ place, name, onRemove }: { place: number; name: string; onRemove: () => void }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: idOf(place),
  })
  return (
    <li
      ref={setNodeRef}
      className={styles.stepRow}
      data-dragging={isDragging || undefined}
      style={{ transform: transform ? `translateY(${transform.y}px)` : undefined, transition }}
    >
      <UnstyledButton
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        className={styles.grip}
        aria-label={texts.move(name)}
      >
        <IconGripVertical size={15} stroke={1.6} aria-hidden />
      </UnstyledButton>
      <span className={styles.stepPlace}>{format.number(place + 1)}</span>
      <span className={styles.stepName}>{name}</span>
      <ActionIcon variant="subtle" color="gray" size="sm" onClick={onRemove} aria-label={texts.remove(name)}>
        <IconX size={15} aria-hidden />
      </ActionIcon>
    </li>
  )
}

function AddStep({ events, onAdd }: { events: Vocabulary['events']; onAdd: (name: string) => void }) {
  const { funnel: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const [search, setSearch] = useState('')
  return (
    <Select
      aria-label={texts.add}
      placeholder={texts.addHint}
      data={events.map(({ name, people }) => ({ value: name, label: texts.option(name, format.number(people)) }))}
      value={null}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      limit={100}
      nothingFoundMessage={texts.nothing}
      onChange={(name) => {
        if (name === null) return
        onAdd(name)
        setSearch('')
      }}
    />
  )
}
