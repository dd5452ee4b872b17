import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../web/i18n.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import { mapTexts } from './texts.ts'

/** The way back to the list, for the bar above a journey. */
export function ToJourneys() {
  const { id: workspace } = useWorkspace()
  const { journeys } = useTexts(mapTexts)
  return (
    <Link to="/w/$workspace/journeys" params={{ workspace }}>
      {journeys}
    </Link>
  )
}
