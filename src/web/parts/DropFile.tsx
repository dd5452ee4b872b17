import { Button, FileButton, Progress } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { useFormat } from '../format.tsx'
import { upload } from '../upload.ts'
import styles from './dropFile.module.css'
import { ErrorPanel } from './ErrorPanel.tsx'

type Texts = {
  readonly drop: string
  readonly or: string
  readonly choose: string
  readonly formats: string
  readonly sending: (name: string) => string
  readonly looking: string
  readonly progress: string
  readonly cancel: string
}

type Props<T> = {
  readonly icon: ReactNode
  readonly texts: Texts
  /** The address that takes the file, and the shape of what it answers. */
  readonly to: string
  readonly answers: z.ZodType<T>
  readonly onDone: (answer: T) => void
}

function useSending<T>({ to, answers, onDone }: Pick<Props<T>, 'to' | 'answers' | 'onDone'>) {
  const [share, setShare] = useState(0)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const sending = useMutation({
    mutationFn: (file: File) => {
      stop.current = new AbortController()
      setShare(0)
      return upload({ to, file, answers, onProgress: setShare, signal: stop.current.signal })
    },
    onSuccess: onDone,
  })
  const cancel = () => {
    stop.current?.abort()
    sending.reset()
  }
  return { sending, share, cancel }
}

/** A place to drop or choose a file; it is sent at once, with its progress. */
export function DropFile<T>({ icon, texts, ...where }: Props<T>) {
  const [over, setOver] = useState(false)
  const { sending, share, cancel } = useSending(where)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) sending.mutate(file)
  }
  if (sending.isPending) return <Sending texts={texts} name={sending.variables.name} share={share} onCancel={cancel} />
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
        {icon}
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
        <div className={styles.failed}>
          <ErrorPanel error={sending.error} />
        </div>
      )}
    </>
  )
}

type SendingProps = {
  readonly texts: Texts
  readonly name: string
  readonly share: number
  readonly onCancel: () => void
}

function Sending({ texts, name, share, onCancel }: SendingProps) {
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
