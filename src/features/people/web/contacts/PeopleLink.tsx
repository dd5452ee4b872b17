import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../../web/i18n.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import { contactTexts } from './texts.ts'

/** The way back to the people. */
export function PeopleLink() {
  const { people } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Link to="/w/$workspace/people" params={{ workspace }}>
      {people}
    </Link>
  )
}
