import { Tabs } from '@mantine/core'
import { useLanguage, useTexts } from '../../../web/i18n.tsx'
import { ruleWords } from '../../../web/parts/rule/ruleWords.ts'
import { ruleInWords } from '../../../web/parts/rule/words.ts'
import type { Touchpoint } from '../schema.ts'
import { FiguresTab } from './FiguresTab.tsx'
import { useMap } from './mapView.ts'
import { PeopleTab } from './PeopleTab.tsx'
import styles from './panel.module.css'
import { TouchpointForm } from './TouchpointForm.tsx'
import { panelTexts } from './texts-panel.ts'

const tabs = ['figures', 'people', 'rule'] as const

/** A touchpoint's figures, the people behind it, and its rule. */
export function TouchpointPanel({ touchpoint }: { touchpoint: Touchpoint }) {
  const { search, go, editing } = useMap()
  const texts = useTexts(panelTexts)
  const words = ruleWords[useLanguage()]
  return (
    <Tabs
      value={search.tab}
      onChange={(chosen) => go({ tab: tabs.find((tab) => tab === chosen) ?? 'figures', person: undefined })}
      classNames={{ tab: styles.tab }}
      keepMounted={false}
    >
      <Tabs.List grow>
        <Tabs.Tab value="figures">{texts.tabs.figures}</Tabs.Tab>
        <Tabs.Tab value="people">{texts.tabs.people}</Tabs.Tab>
        <Tabs.Tab value="rule">{editing ? texts.tabs.change : texts.tabs.rule}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="figures" pt={12}>
        <FiguresTab touchpoint={touchpoint} />
      </Tabs.Panel>
      <Tabs.Panel value="people" pt={12}>
        <PeopleTab touchpoint={touchpoint} />
      </Tabs.Panel>
      <Tabs.Panel value="rule" pt={12}>
        {editing ? (
          <TouchpointForm touchpoint={touchpoint} />
        ) : (
          <section>
            <h3 className={styles.title}>{texts.ruleTitle}</h3>
            <p className={styles.rule}>{ruleInWords(touchpoint.rule, words)}</p>
          </section>
        )}
      </Tabs.Panel>
    </Tabs>
  )
}
