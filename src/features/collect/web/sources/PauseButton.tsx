import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTexts } from '../../../../web/i18n.tsx'
import type { Source } from '../../sources/schema.ts'
import { usePause } from './changes.ts'
import { sourceTexts } from './texts.ts'

export function PauseButton({ source, size = 'compact-sm' }: { source: Source; size?: 'compact-sm' | 'xs' }) {
  const texts = useTexts(sourceTexts)
  const { toggle, pending } = usePause(source)
  return (
    <Button
      size={size}
      variant="default"
      loading={pending}
      leftSection={source.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
      onClick={toggle}
      aria-label={source.paused ? texts.resumeName(source.name) : texts.pauseName(source.name)}
    >
      {source.paused ? texts.resume : texts.pause}
    </Button>
  )
}
