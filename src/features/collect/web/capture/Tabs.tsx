import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../../web/i18n.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import styles from './capture.module.css'
import { captureTexts } from './texts.ts'

const tabs = [
  { name: 'devices', to: '/w/$workspace/sources/capture' },
  { name: 'tiles', to: '/w/$workspace/sources/capture/tiles' },
  { name: 'tally', to: '/w/$workspace/sources/capture/tally' },
  { name: 'stated', to: '/w/$workspace/insights/stated' },
] as const

/** The pages about capturing in the store. */
export function Tabs() {
  const { tabs: texts } = useTexts(captureTexts)
  const { id: workspace } = useWorkspace()
  return (
    <nav className={styles.tabs} aria-label={texts.label}>
      {tabs.map(({ name, to }) => (
        <Link key={name} to={to} params={{ workspace }} activeOptions={{ exact: true, includeSearch: false }}>
          {texts[name]}
        </Link>
      ))}
    </nav>
  )
}

export function SourcesParent() {
  const texts = useTexts(captureTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Link to="/w/$workspace/sources" params={{ workspace }}>
      {texts.sources}
    </Link>
  )
}

export function InsightsParent() {
  const texts = useTexts(captureTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Link to="/w/$workspace/insights" params={{ workspace }}>
      {texts.insights}
    </Link>
  )
}
