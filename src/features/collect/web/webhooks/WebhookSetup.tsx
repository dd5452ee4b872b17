import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { type Provider, providers } from '../../webhooks/schema.ts'
import { HookCard } from './HookCard.tsx'
import { webhookTexts } from './texts.ts'
import styles from './webhooks.module.css'

const lookAgainMs = 5_000

/** The webhooks of a source: their addresses, how the other side is set up, and what came last. For editors. */
export function WebhookSetup({ source }: { source: string }) {
  const texts = useTexts(webhookTexts)
  const may = useMay()
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const toast = useToast()
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({})
  const query = api.collect.webhooks.ofSource.queryOptions({
    input: { workspace, source },
    refetchInterval: lookAgainMs,
    enabled: may('edit'),
  })
  const found = useQuery(query)
  const show = (webhook: string, secret: string) => setSecrets((known) => ({ ...known, [webhook]: secret }))
  const add = useMutation({
    ...api.collect.webhooks.add.mutationOptions(),
    onSuccess: ({ webhook, secret }) => {
      show(webhook.id, secret)
      return queries.invalidateQueries({ queryKey: query.queryKey })
    },
    onError: toast.problem,
  })
  if (!may('edit')) return null
  return (
    <section aria-label={texts.title}>
      <h2>{texts.title}</h2>
      <p className={styles.lead}>{texts.lead}</p>
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data?.map((webhook) => (
        <HookCard key={webhook.id} webhook={webhook} secret={secrets[webhook.id]} onSecret={show} />
      ))}
      <Choices busy={add.isPending} onChoose={(provider) => add.mutate({ workspace, source, provider })} />
    </section>
  )
}

function Choices({ busy, onChoose }: { busy: boolean; onChoose: (provider: Provider) => void }) {
  const texts = useTexts(webhookTexts)
  return (
    <div className={styles.choices}>
      {providers.map((provider) => (
        <div key={provider} className={styles.choice}>
          <b>{texts.providers[provider].name}</b>
          <p>{texts.providers[provider].text}</p>
          <Button
            size="xs"
            variant="default"
            disabled={busy}
            aria-label={`${texts.providers[provider].name}: ${texts.make}`}
            onClick={() => onChoose(provider)}
          >
            {texts.make}
          </Button>
        </div>
      ))}
    </div>
  )
}
