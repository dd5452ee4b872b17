import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ChannelIcon } from '../../../../web/parts/ChannelIcon.tsx'
import { otherChannel } from '../../channels/schema.ts'
import styles from './channels.module.css'
import { channelInWords, type Drafted, entryRuleInWords, moved } from './draft.ts'
import { RuleFields } from './RuleFields.tsx'
import { channelTexts } from './texts.ts'

type Props = {
  readonly rules: readonly Drafted[]
  /** The key of the rule that is being edited. */
  readonly open: string | null
  readonly may: boolean
  readonly onOpen: (key: string | null) => void
  readonly onChange: (rules: Drafted[]) => void
}

/** The rules in the order in which they are asked. */
export function RuleList({ rules, open, may, onOpen, onChange }: Props) {
  const texts = useTexts(channelTexts)
  const language = useLanguage()
  return (
    <ol className={styles.rules}>
      {rules.map((rule, i) => (
        <li key={rule.key}>
          <div className={styles.row}>
            <span className={styles.place} role="img" aria-label={texts.position(i + 1)}>
              {i + 1}
            </span>
            <span className={styles.name}>
              <ChannelIcon channel={rule.channel} />
              {channelInWords(rule.channel, language) || '…'}
            </span>
            <span className={styles.said}>{entryRuleInWords(rule.rule, texts.rule)}</span>
            {may && <Tools {...{ rules, rule, i, open, onOpen, onChange }} />}
          </div>
          {may && open === rule.key && (
            <RuleFields
              rule={rule}
              onChange={(next) => onChange([...rules].with(i, next))}
              onReady={() => onOpen(null)}
            />
          )}
        </li>
      ))}
      <li>
        <div className={styles.row}>
          <span className={styles.place} />
          <span className={styles.name}>
            <ChannelIcon channel={otherChannel} />
            {channelInWords(otherChannel, language)}
          </span>
          <span className={styles.said}>{texts.otherwiseText}</span>
        </div>
      </li>
    </ol>
  )
}

type ToolProps = Omit<Props, 'may'> & { readonly rule: Drafted; readonly i: number }

function Tools({ rules, rule, i, open, onOpen, onChange }: ToolProps) {
  const texts = useTexts(channelTexts)
  const name = channelInWords(rule.channel, useLanguage())
  const tools = [
    { label: texts.up(name), icon: IconArrowUp, off: i === 0, run: () => onChange(moved(rules, i, i - 1)) },
    {
      label: texts.down(name),
      icon: IconArrowDown,
      off: i === rules.length - 1,
      run: () => onChange(moved(rules, i, i + 1)),
    },
    {
      label: texts.edit(name),
      icon: IconPencil,
      off: false,
      run: () => onOpen(open === rule.key ? null : rule.key),
    },
    { label: texts.remove(name), icon: IconTrash, off: false, run: () => onChange([...rules].toSpliced(i, 1)) },
  ]
  return (
    <span className={styles.tools}>
      {tools.map(({ label, icon: Icon, off, run }) => (
        <ActionIcon key={label} variant="subtle" color="gray" aria-label={label} disabled={off} onClick={run}>
          <Icon size={15} stroke={1.6} />
        </ActionIcon>
      ))}
    </span>
  )
}
