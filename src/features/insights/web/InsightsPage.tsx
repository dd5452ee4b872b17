import { IconArrowRight, IconChartSankey, IconFilter2, IconMessageQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import styles from './insights.module.css'
import { insightsTexts } from './texts.ts'

const reports = [
  { name: 'funnel', to: '/w/$workspace/insights/funnel', icon: IconFilter2 },
  { name: 'flow', to: '/w/$workspace/insights/flow', icon: IconChartSankey },
  { name: 'stated', to: '/w/$workspace/insights/stated', icon: IconMessageQuestion },
] as const

/** The questions that reports answer. */
export function InsightsPage() {
  const texts = useTexts(insightsTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Page>
      <TopBar here={texts.here} />
      <PageHeading title={texts.title} documentTitle={texts.here} lead={texts.lead} />
      <div className={styles.cards}>
        {reports.map(({ name, to, icon: Icon }) => (
          <Link key={name} to={to} params={{ workspace }} className={styles.card}>
            <span className={styles.cardIcon} aria-hidden>
              <Icon size={24} stroke={1.4} />
            </span>
            <h2>{texts[name].title}</h2>
            <p>{texts[name].card}</p>
            <span className={styles.cardGo}>
              {texts.open}
              <IconArrowRight size={15} stroke={1.7} aria-hidden />
            </span>
          </Link>
        ))}
      </div>
    </Page>
  )
}
