import { Button, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTexts } from '../../../../web/i18n.tsx'
import { setupTexts } from './setupTexts.ts'
import styles from './sources.module.css'

/** Copies a text and says so. */
export function Copy({ text, subtle = false }: { text: string; subtle?: boolean }) {
  const { setup } = useTexts(setupTexts)
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant={subtle ? 'subtle' : 'default'}
          leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          onClick={copy}
          aria-live="polite"
        >
          {copied ? setup.copied : setup.copy}
        </Button>
      )}
    </CopyButton>
  )
}

/** A text as it is, which can be scrolled by keyboard too. */
export function Verbatim({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.verbatim} tabIndex={0} aria-label={label}>
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  )
}

/** A text to put into a page or a program. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles.code}>
      <Verbatim text={text} label={label} />
      <Copy text={text} />
    </div>
  )
}
