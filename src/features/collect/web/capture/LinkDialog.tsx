import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy, IconShare } from '@tabler/icons-react'
import { renderSVG } from 'uqr'
import { useTexts } from '../../../../web/i18n.tsx'
import { shellTexts } from '../../../../web/texts.ts'
import styles from './capture.module.css'
import type { Made } from './DeviceForm.tsx'
import { deviceTexts } from './deviceTexts.ts'

const linkOf = (key: string): string => `${window.location.origin}/capture/${key}`

const pictureOf = (url: string): string => `data:image/svg+xml,${encodeURIComponent(renderSVG(url, { border: 2 }))}`

/** The link of a device, which nobody can show again. */
export function LinkDialog({ made, onClose }: { made: Made; onClose: () => void }) {
  const { link: texts } = useTexts(deviceTexts)
  const { close } = useTexts(shellTexts)
  const url = linkOf(made.key)
  const mayShare = typeof navigator.share === 'function'
  return (
    <Modal opened onClose={onClose} closeButtonProps={{ 'aria-label': close }} title={texts.title(made.name)} size="lg">
      <Stack gap={14}>
        <Text c="dimmed">{texts.text}</Text>
        <img className={styles.qr} src={pictureOf(url)} alt={texts.qr} width={200} height={200} />
        <TextInput label={texts.label} value={url} readOnly onFocus={({ currentTarget }) => currentTarget.select()} />
        <Group justify="flex-end" gap={8}>
          {mayShare && (
            <Button
              variant="default"
              leftSection={<IconShare size={15} aria-hidden />}
              onClick={() => void navigator.share({ title: made.name, url }).catch(() => undefined)}
            >
              {texts.share}
            </Button>
          )}
          <CopyButton value={url}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
                onClick={copy}
              >
                {copied ? texts.copied : texts.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{texts.done}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
