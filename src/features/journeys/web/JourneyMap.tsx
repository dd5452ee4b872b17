import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { useIsPhone } from '../../../web/phone.ts'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Journey } from '../schema.ts'
import canvasStyles from './canvas.module.css'
import { EditBar, MarkedBar } from './EditBar.tsx'
import { FilterChips } from './FilterBar.tsx'
import headingStyles from './heading.module.css'
import { JourneySettings } from './JourneySettings.tsx'
import { LiveLayer } from './LiveLayer.tsx'
import { LiveContext } from './LiveMark.tsx'
import { openLiveStore } from './live.ts'
import { MapCanvas } from './MapCanvas.tsx'
import { Layers, Lead, Title } from './MapHeading.tsx'
import { MapInspector } from './MapInspector.tsx'
import { MapSkeleton } from './MapSkeleton.tsx'
import { MapTable } from './MapTable.tsx'
import { MapTop } from './MapTop.tsx'
import { MapContext } from './mapView.ts'
import { EmptyFigures, Measuring, SaveTrouble, Unplaced, ViewerNote } from './Notes.tsx'
import { PersonaBar } from './Personas.tsx'
import { ProposalBar } from './ProposalBar.tsx'
import { useEditing } from './useEditing.ts'
import { useMapView } from './useMapView.ts'

/** The map of one loaded journey with everything around it. */
export function JourneyMap({ journey }: { journey: Journey }) {
  const { id: workspace } = useWorkspace()
  const editing = useEditing(workspace, journey)
  const { ref, width } = useElementSize()
  const { view, query } = useMapView(journey, editing, Math.floor(width))
  const isPhone = useIsPhone()
  const [settings, setSettings] = useState(false)
  const [live] = useState(openLiveStore)
  const { search, go, figures } = view
  const aside = !isPhone && Boolean(search.touchpoint ?? search.phase)
  return (
    <MapContext value={view}>
      <LiveContext value={live}>
        <MapTop editing={editing} />
        <div ref={ref} />
        <div className={canvasStyles.page} data-aside={aside || undefined}>
          {search.proposal && <ProposalBar />}
          <SaveTrouble editing={editing} />
          <ViewerNote />
          {view.editing && (
            <EditBar editing={editing} onSettings={() => setSettings(true)} onDone={() => go({ edit: false })} />
          )}
          <div className={headingStyles.heading}>
            <Title />
            <Layers />
          </div>
          <Lead />
          <PersonaBar />
          <FilterChips filter={search.filter} onChange={(filter) => go({ filter })} />
          {search.live && !view.editing && <LiveLayer store={live} />}
          {figures?.state === 'measuring' && <Measuring />}
          {query.error && <ErrorPanel error={query.error} onRetry={() => query.refetch()} />}
          <div className={canvasStyles.frame} aria-busy={query.isPlaceholderData}>
            {!figures && !query.error && <MapSkeleton bare />}
            {figures?.state === 'empty' && <EmptyFigures />}
            {figures && width > 0 && (search.view === 'table' ? <MapTable /> : <MapCanvas />)}
          </div>
          <Unplaced />
        </div>
        <MarkedBar />
        <MapInspector />
        <JourneySettings opened={settings} onClose={() => setSettings(false)} />
      </LiveContext>
    </MapContext>
  )
}
