import { closestCorners, DndContext, DragOverlay, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { Checkbox } from '@mantine/core'
import { type KeyboardEvent, useRef } from 'react'
import { useTexts } from '../../../web/i18n.tsx'
import type { Touchpoint } from '../schema.ts'
import { AddTouchpoint } from './AddTouchpoint.tsx'
import { CardFace } from './Card.tsx'
import canvasStyles from './canvas.module.css'
import cardStyles from './card.module.css'
import { Column, useAnnouncements, useCardDrag, useDragging } from './drag.tsx'
import { moveTouchpoint } from './edits.ts'
import { worstFirst } from './findings.ts'
import { Columns, Lane } from './Lane.tsx'
import { type Direction, neighbourOf } from './layout.ts'
import { useMap } from './mapView.ts'
import { mapTexts } from './texts.ts'

/** Every break point wears its flag; only the worst stand out by colour as well. */
const TINTED = 3

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

type CardProps = {
  readonly touchpoint: Touchpoint
  readonly hue: string
  /** The one card that Tab leads to; arrows lead on. */
  readonly stop: boolean
  readonly broken: boolean
}

function Card({ touchpoint, hue, stop, broken }: CardProps) {
  const { search, go, editing, marked, mark } = useMap()
  const texts = useTexts(mapTexts)
  const isMarked = marked.includes(touchpoint.id)
  const toggle = () => mark(isMarked ? marked.filter((id) => id !== touchpoint.id) : [...marked, touchpoint.id])
  const { ref, style, handle } = useCardDrag(touchpoint, editing)
  return (
    <li className={cardStyles.cardPlace} ref={ref} style={style} data-marked={isMarked || undefined}>
      <button
        type="button"
        className={cardStyles.card}
        data-card={touchpoint.id}
        data-broken={broken || undefined}
        data-selected={search.touchpoint === touchpoint.id || undefined}
        data-editing={editing || undefined}
        tabIndex={stop ? 0 : -1}
        aria-pressed={search.touchpoint === touchpoint.id}
        onClick={(event) => {
          if (editing && (event.shiftKey || event.metaKey || event.ctrlKey)) toggle()
          else go({ touchpoint: touchpoint.id, phase: undefined, person: undefined })
        }}
        {...handle}
      >
        <CardFace touchpoint={touchpoint} hue={hue} />
      </button>
      {editing && (
        <Checkbox
          size="xs"
          className={cardStyles.mark}
          checked={isMarked}
          onChange={toggle}
          aria-label={texts.card.select(touchpoint.name)}
        />
      )}
    </li>
  )
}

/** Arrow keys lead from card to card; with Alt they carry the card along. */
const useArrows = () => {
  const { layout, draft, editing, edit } = useMap()
  const lane = useRef<HTMLDivElement>(null)
  const carry = (id: string, direction: Direction) => {
    const phase = draft.phases.findIndex((one) =>
      layout.columns.some(
        (column) => column.phase.id === one.id && column.touchpoints.some((touchpoint) => touchpoint.id === id),
      ),
    )
    const column = layout.columns[phase]
    const row = column?.touchpoints.findIndex((touchpoint) => touchpoint.id === id) ?? 0
    const sideways = direction === 'left' ? -1 : direction === 'right' ? 1 : 0
    const target = layout.columns[phase + sideways]
    if (target)
      edit(moveTouchpoint(id, target.phase.id, direction === 'up' ? row - 1 : direction === 'down' ? row + 1 : row))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key]
    const card = event.target instanceof HTMLElement ? event.target.dataset.card : undefined
    if (!direction || !card) return
    event.preventDefault()
    if (event.altKey && editing) carry(card, direction)
    const next = event.altKey ? card : neighbourOf(layout.columns, card, direction)
    window.requestAnimationFrame(() => {
      const found = lane.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(next ?? card)}"]`)
      found?.focus()
      found?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }
  return { lane, onKeyDown }
}

const useTinted = (): readonly string[] => {
  const { draft, figures, shows } = useMap()
  if (!figures || !shows('measured')) return []
  return worstFirst(figures, draft.touchpoints)
    .slice(0, TINTED)
    .map(({ touchpoint }) => touchpoint.id)
}

/** A mouse drags at once, a finger after holding, so that it can still scroll. */
const useHold = () =>
  useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  )

/** The cards of all phases: to look at, to open, and while editing to drag, mark and add. */
export function TouchpointLane() {
  const { layout, editing, search, edit, draft } = useMap()
  const { lanes, empty } = useTexts(mapTexts)
  const { lane, onKeyDown } = useArrows()
  const tinted = useTinted()
  const accessibility = useAnnouncements()
  const sensors = useHold()
  const { shown, dragged, handlers } = useDragging(layout.columns, (id, phase, index) =>
    edit(moveTouchpoint(id, phase, index)),
  )
  const first = shown.flatMap(({ touchpoints }) => touchpoints)[0]?.id
  const stop = draft.touchpoints.some(({ id }) => id === search.touchpoint) ? search.touchpoint : first
  return (
    <Lane label={lanes.touchpoints} hint={lanes.touchpointsHint} name="touchpoints">
      <DndContext sensors={sensors} collisionDetection={closestCorners} accessibility={accessibility} {...handlers}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons inside */}
        <div ref={lane} onKeyDown={onKeyDown}>
          <Columns>
            {shown.map(({ phase, touchpoints, hue }) => (
              <Column key={phase.id} id={phase.id}>
                <SortableContext items={touchpoints.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
                  <ul className={cardStyles.cards} aria-label={phase.name}>
                    {touchpoints.map((touchpoint) => (
                      <Card
                        key={touchpoint.id}
                        touchpoint={touchpoint}
                        hue={hue}
                        stop={touchpoint.id === stop}
                        broken={tinted.includes(touchpoint.id)}
                      />
                    ))}
                  </ul>
                </SortableContext>
                {touchpoints.length === 0 && !editing && <p className={canvasStyles.nothing}>{empty.phase}</p>}
                {editing && <AddTouchpoint phase={phase} />}
              </Column>
            ))}
          </Columns>
        </div>
        <DragOverlay dropAnimation={null}>
          {dragged && (
            <div className={cardStyles.card} data-dragged>
              <CardFace touchpoint={dragged} hue="var(--ink3)" />
            </div>
          )}
        </DragOverlay>
      </DndContext>
    </Lane>
  )
}
