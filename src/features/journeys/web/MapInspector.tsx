import { IconLayoutColumns } from '@tabler/icons-react'
import { ChannelIcon } from '../../../web/parts/ChannelIcon.tsx'
import { Inspector } from '../../../web/parts/Inspector.tsx'
import { mainChannel } from './Card.tsx'
import { useMap } from './mapView.ts'
import { PhasePanel } from './PhasePanel.tsx'
import { TouchpointPanel } from './TouchpointPanel.tsx'

/** Beside the map: whatever is selected on it. */
export function MapInspector() {
  const { search, draft, go, ofTouchpoint } = useMap()
  const touchpoint = draft.touchpoints.find(({ id }) => id === search.touchpoint)
  const phase = touchpoint ? undefined : draft.phases.find(({ id }) => id === search.phase)
  const close = () => go({ touchpoint: undefined, phase: undefined, person: undefined, who: 'all', tab: 'figures' })
  return (
    <Inspector
      opened={Boolean(touchpoint ?? phase)}
      onClose={close}
      title={touchpoint?.name ?? phase?.name ?? ''}
      icon={
        touchpoint ? (
          <ChannelIcon channel={mainChannel(touchpoint, ofTouchpoint(touchpoint.id))} size={18} />
        ) : (
          <IconLayoutColumns size={18} stroke={1.6} aria-hidden />
        )
      }
    >
      {touchpoint && <TouchpointPanel key={touchpoint.id} touchpoint={touchpoint} />}
      {phase && <PhasePanel phase={phase} />}
    </Inspector>
  )
}
