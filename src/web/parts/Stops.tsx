import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTexts } from '../i18n.tsx'
import { shellTexts } from '../texts.ts'
import { EmptyState } from './EmptyState.tsx'
import { ErrorPanel } from './ErrorPanel.tsx'
import { Page, useTitle } from './Page.tsx'

/** The page for an address that leads nowhere. */
export function Missing() {
  const { missing } = useTexts(shellTexts)
  useTitle(missing.title)
  return (
    <EmptyState
      icon={<IconMapQuestion size={30} stroke={1.4} />}
      title={missing.title}
      alone
      action={
        <Button component="a" href="/">
          {missing.home}
        </Button>
      }
    >
      {missing.text}
    </EmptyState>
  )
}

/** Stands where a page failed; trying again loads it anew. */
export function Crashed({ error }: { error: unknown }) {
  const router = useRouter()
  return (
    <Page>
      <ErrorPanel error={error} onRetry={() => router.invalidate()} />
    </Page>
  )
}
