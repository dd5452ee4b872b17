import { Button, CopyButton, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Webhook } from '../../webhooks/schema.ts'
import { Deliveries } from './Deliveries.tsx'
import { webhookTexts } from './texts.ts'
import styles from './webhooks.module.css'

type Props = {
  readonly webhook: Webhook
  /** Known only just after it was made. */
  readonly secret: string | undefined
  readonly onSecret: (webhook: string, secret: string) => void
}

function Copied({ text }: { text: string }) {
  const texts = useTexts(webhookTexts)
  return (
    <>
      <code>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy}>
            {copied ? texts.copied : texts.copy}
          </Button>
        )}
      </CopyButton>
    </>
  )
}

function useSecret({ webhook, onSecret }: Props) {
  const texts = useTexts(webhookTexts)
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const toast = useToast()
  const look = () => queries.invalidateQueries({ queryKey: api.collect.webhooks.ofSource.key() })
  const replace = useMutation({
    ...api.collect.webhooks.setSecret.mutationOptions(),
    onSuccess: ({ secret }, { secret: given }) => {
      if (given === undefined) onSecret(webhook.id, secret)
      else toast.done(texts.kept)
      return look()
    },
    onError: toast.problem,
  })
  const remove = useMutation({
    ...api.collect.webhooks.remove.mutationOptions(),
    onSuccess: () => {
      toast.done(texts.closed)
      return look()
    },
    onError: toast.problem,
  })
  const named = { workspace, webhook: webhook.id }
  return { replace, remove, named }
}

/** One webhook: its address, its secret, how the other side is set up, and what came last. */
export function HookCard(props: Props) {
  const { webhook, secret } = props
  const texts = useTexts(webhookTexts)
  const format = useFormat()
  const confirm = useConfirm()
  const { replace, remove, named } = useSecret(props)
  const provider = texts.providers[webhook.provider]
  const renew = async () => {
    const sure = await confirm({ title: texts.replaceTitle, text: texts.replaceText, yes: texts.replace })
    if (sure) replace.mutate(named)
  }
  const close = async () => {
    const sure = await confirm({ title: texts.closeTitle, text: texts.closeText, yes: texts.close, danger: true })
    if (sure) remove.mutate(named)
  }
  return (
    <article className={styles.hook} aria-label={provider.name}>
      <h3>{provider.name}</h3>
      <ol>
        {provider.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className={styles.field}>
        <span className={styles.label}>{texts.address}</span>
        <Copied text={`${window.location.origin}${webhook.path}`} />
      </div>
      <div className={styles.field}>
        <span className={styles.label}>{texts.secret}</span>
        {secret ? <Copied text={secret} /> : <span>{texts.secretSince(format.dateTime(webhook.secretSince))}</span>}
        <Button size="compact-xs" variant="subtle" loading={replace.isPending} onClick={renew}>
          {texts.replace}
        </Button>
      </div>
      {secret && <p className={styles.hint}>{texts.secretNow}</p>}
      <GivenSecret onGiven={(given) => replace.mutate({ ...named, secret: given })} />
      <Deliveries deliveries={webhook.deliveries} />
      <div>
        <Button size="compact-xs" variant="subtle" color="bad" onClick={close}>
          {texts.close}
        </Button>
      </div>
    </article>
  )
}

function GivenSecret({ onGiven }: { onGiven: (secret: string) => void }) {
  const texts = useTexts(webhookTexts)
  const [given, setGiven] = useState('')
  return (
    <form
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault()
        onGiven(given.trim())
        setGiven('')
      }}
    >
      <PasswordInput
        size="xs"
        className={styles.given}
        label={texts.given}
        description={texts.givenHint}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        value={given}
        autoComplete="off"
        onChange={({ currentTarget }) => setGiven(currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={given.trim().length < 8} style={{ alignSelf: 'end' }}>
        {texts.keep}
      </Button>
    </form>
  )
}
