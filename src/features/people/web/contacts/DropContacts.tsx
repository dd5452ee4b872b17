import { Button, FileButton, Progress } from '@mantine/core'
import { IconAddressBook } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { ContactPreview } from '../../contacts/schema.ts'
import styles from './contacts.module.css'
import { sendContacts } from './sendContacts.ts'
import { contactTexts } from './texts.ts'

function useSending(onDone: (preview: ContactPreview) => void) {
  const { id: workspace } = useWorkspace()
  const [share, setShare] = useState(0)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const sending = useMutation({
    mutationFn: (file: File) => {
      stop.current = new AbortController()
      setShare(0)
      return sendContacts({ workspace, file, onProgress: setShare, signal: stop.current.signal })
    },
    onSuccess: onDone,
  })
  const cancel = () => {
    stop.current?.abort()
    sending.reset()
  }
  return { sending, share, cancel }
}

/** The place for a file of contacts. */
export function DropContacts({ onDone }: { onDone: (preview: ContactPreview) => void }) {
  const { upload: texts } = useTexts(contactTexts)
  const [over, setOver] = useState(false)
  const { sending, share, cancel } = useSending(onDone)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) sending.mutate(file)
  }
  if (sending.isPending) return <Sending name={sending.variables.name} share={share} onCancel={cancel} />
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button inside is the keyboard's */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconAddressBook size={34} stroke={1.3} aria-hidden />
        <b>{texts.drop}</b>
        <span>{texts.or}</span>
        <FileButton onChange={(file) => file && sending.mutate(file)}>
          {(props) => (
            <Button {...props} color="accent">
              {texts.choose}
            </Button>
          )}
        </FileButton>
        <p>{texts.formats}</p>
      </div>
      {sending.error && (
        <div className={styles.block}>
          <ErrorPanel error={sending.error} />
        </div>
      )}
    </>
  )
}

function Sending({ name, share, onCancel }: { name: string; share: number; onCancel: () => void }) {
  const { upload: texts } = useTexts(contactTexts)
  const format = useFormat()
  return (
    <div className={styles.drop} role="status">
      <b>{texts.sending(name)}</b>
      <Progress value={share * 100} w="min(420px, 100%)" aria-label={texts.progress} />
      <span>{share < 1 ? format.percent(share, 0) : texts.looking}</span>
      <Button variant="default" onClick={onCancel}>
        {texts.cancel}
      </Button>
    </div>
  )
}
