import { VisuallyHidden } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ChannelLane } from './ChannelLane.tsx'
import styles from './canvas.module.css'
import { EmotionLane } from './EmotionLane.tsx'
import { Heads } from './Heads.tsx'
import { RiverSkeleton } from './MapSkeleton.tsx'
import { useMap } from './mapView.ts'
import { DepartmentLane, MoneyLane } from './OtherLanes.tsx'
import { River } from './River.tsx'
import { TouchpointLane } from './TouchpointLane.tsx'
import { mapTexts } from './texts.ts'

/** The river in sentences, for those who hear the page. */
function Summary() {
  const { draft, ofPhase } = useMap()
  const { river } = useTexts(mapTexts)
  const format = useFormat()
  const said = draft.phases.flatMap(({ id, name }) => {
    const figures = ofPhase(id)
    if (!figures) return []
    const { people, ofStart, left } = figures
    const start = ofStart.value === null ? '–' : format.percent(ofStart.value)
    const leave = left.value === null ? '' : ` ${river.leave(format.percent(left.value))}.`
    return [`${river.summary({ phase: name, people: format.number(people), ofStart: start })}${leave}`]
  })
  return <VisuallyHidden component="p">{said.join(' ')}</VisuallyHidden>
}

/** Brings the chosen card into view, as when a link opens it. */
const useInView = () => {
  const { search } = useMap()
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!search.touchpoint) return
    const card = scroller.current?.querySelector(`[data-card="${CSS.escape(search.touchpoint)}"]`)
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [search.touchpoint])
  return scroller
}

/** Phases as columns, lanes as rows; scrolls sideways where the columns do not fit. */
export function MapCanvas() {
  const { layout, shows, search, figures, editing } = useMap()
  const texts = useTexts(mapTexts)
  const scroller = useInView()
  const measured = shows('measured') && figures !== null && figures.people > 0
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      data-snap={layout.snap || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={texts.map}
    >
      <div className={styles.canvas} style={{ width: layout.label + layout.width }}>
        <Heads />
        {measured && (
          <>
            <Summary />
            <div style={{ paddingLeft: layout.label }}>
              <River />
            </div>
          </>
        )}
        {figures?.state === 'measuring' && !measured && <RiverSkeleton />}
        {(search.zoom === 'near' || editing) && <TouchpointLane />}
        {(shows('emotion') || shows('plan')) && <EmotionLane />}
        {measured && <ChannelLane />}
        {shows('money') && measured && <MoneyLane />}
        <DepartmentLane />
      </div>
    </section>
  )
}
