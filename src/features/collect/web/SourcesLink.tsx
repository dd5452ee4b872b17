import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../web/i18n.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import { collectTexts } from './texts.ts'

/** The way back to the list of imports. */
export function SourcesLink() {
  const { sources } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Link to="/w/$workspace/sources" params={{ workspace }}>
      {sources.here}
    </Link>
  )
}
