import { Button, CloseButton, Drawer } from '@mantine/core'
import { IconFilter, IconX } from '@tabler/icons-react'
import { type RefObject, useRef, useState } from 'react'
import type { PersonRule } from '../../../../kernel/personRule.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { useIsPhone } from '../../../../web/phone.ts'
import { shellTexts } from '../../../../web/texts.ts'
import { useMay } from '../../../../web/workspace.tsx'
import { fitsAddress, ruleIn } from '../listSearch.ts'
import { listTexts } from '../listTexts.ts'
import type { ListPlace } from '../useListPlace.ts'
import { PersonRuleForm } from './PersonRuleForm.tsx'
import { personRuleInWords } from './personWords.ts'
import { RuleCount } from './RulePreview.tsx'
import styles from './ruleFilter.module.css'
import { usePersonWords, useSegments } from './useSegments.ts'

export type RuleOpening = {
  readonly opened: boolean
  readonly open: () => void
  readonly close: () => void
  /** What gets the focus back. */
  readonly button: RefObject<HTMLButtonElement | null>
}

/** Whether the form of the list's rule is open. */
export function useRuleOpening(): RuleOpening {
  const [opened, setOpened] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const open = () => {
    button.current?.focus()
    setOpened(true)
  }
  return { opened, open, close: () => setOpened(false), button }
}

type Props = { readonly place: ListPlace; readonly filter: RuleOpening }

/** Opens the rule by which the list is narrowed. */
export function RuleButton({ place: { asked }, filter: { opened, open, button } }: Props) {
  const { rule: texts } = useTexts(listTexts)
  return (
    <Button
      ref={button}
      variant="default"
      px="sm"
      className={styles.button}
      data-active={ruleIn(asked) !== undefined || undefined}
      aria-haspopup="dialog"
      aria-expanded={opened}
      leftSection={<IconFilter size={15} stroke={1.7} aria-hidden />}
      onClick={open}
    >
      {texts.button}
    </Button>
  )
}

/** By which segment and which rule the list is narrowed, in words with a cross. */
export function RuleSaid({ place: { asked, go }, filter: { button } }: Props) {
  const { rule: texts } = useTexts(listTexts)
  const words = usePersonWords()
  const { isPending } = useSegments()
  const { segment } = asked
  const rule = ruleIn(asked)
  if (isPending || (!segment && !rule)) return null
  const drop = (part: 'segment' | 'rule') => {
    button.current?.focus()
    void go({ ...asked, [part]: undefined, page: undefined })
  }
  return (
    <section className={styles.said} aria-label={texts.button}>
      <span>{texts.people}</span>
      {segment && <Said said={personRuleInWords({ segment }, words)} onDrop={() => drop('segment')} />}
      {rule && <Said said={personRuleInWords(rule, words)} onDrop={() => drop('rule')} />}
    </section>
  )
}

function Said({ said, onDrop }: { said: string; onDrop: () => void }) {
  const { rule: texts } = useTexts(listTexts)
  return (
    <button type="button" aria-label={texts.remove(said)} onClick={onDrop}>
      {said}
      <IconX size={13} aria-hidden />
    </button>
  )
}

function Editor({ place: { workspace, asked, go }, close }: { place: ListPlace; close: () => void }) {
  const { rule: texts } = useTexts(listTexts)
  const may = useMay()
  const { data: segments = [] } = useSegments()
  const [begun, setBegun] = useState({ rule: ruleIn(asked) ?? null, time: 0 })
  const [rule, setRule] = useState<PersonRule | null>(begun.rule)
  const tooLong = rule !== null && !fitsAddress(rule)
  const apply = () => {
    if (!rule || tooLong) return
    close()
    void go({ ...asked, rule, page: undefined })
  }
  const reset = () => {
    setBegun({ rule: null, time: begun.time + 1 })
    setRule(null)
    if (asked.rule) void go({ ...asked, rule: undefined, page: undefined })
  }
  return (
    <div className={styles.editor}>
      <PersonRuleForm key={begun.time} rule={begun.rule} onChange={setRule} segments={segments} />
      <div className={styles.foot}>
        {!rule && <p>{texts.unfinished}</p>}
        {rule && (tooLong ? <p>{texts.long}</p> : <RuleCount rule={rule} />)}
        <div className={styles.actions}>
          <Button disabled={!rule || tooLong} onClick={apply}>
            {texts.apply}
          </Button>
          <Button variant="default" onClick={reset}>
            {texts.reset}
          </Button>
          {rule && may('edit') && (
            <ButtonLink
              variant="subtle"
              to="/w/$workspace/people/segments/new"
              params={{ workspace }}
              search={{ rule }}
            >
              {texts.save}
            </ButtonLink>
          )}
        </div>
      </div>
    </div>
  )
}

/** The rule by which the list is narrowed, to be written; from below on a phone. */
export function RuleDrawer({ place, filter: { opened, close } }: Props) {
  const { rule: texts } = useTexts(listTexts)
  const shell = useTexts(shellTexts)
  const isPhone = useIsPhone()
  return (
    <Drawer.Root opened={opened} onClose={close} position={isPhone ? 'bottom' : 'right'} size={isPhone ? '88%' : 640}>
      <Drawer.Overlay backgroundOpacity={0.2} />
      <Drawer.Content aria-label={texts.title}>
        <Drawer.Body pt={18}>
          <div className={styles.head}>
            <h2>{texts.title}</h2>
            <CloseButton onClick={close} aria-label={shell.close} data-autofocus />
          </div>
          <Editor place={place} close={close} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
