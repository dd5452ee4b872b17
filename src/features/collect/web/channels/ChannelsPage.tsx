import { Button, Progress, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ChannelIcon } from '../../../../web/parts/ChannelIcon.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { classifier } from '../../channels/classify.ts'
import { defaultRules } from '../../channels/defaults.ts'
import type { ChannelBook, ChannelRule, Recount } from '../../channels/schema.ts'
import { SourcesLink } from '../SourcesLink.tsx'
import styles from './channels.module.css'
import { channelInWords, type Drafted, drafted, entryOfAddress, isWhole, plain } from './draft.ts'
import { EffectSentence, EffectTable, useEffectOf } from './Effect.tsx'
import { RuleList } from './RuleList.tsx'
import { channelTexts } from './texts.ts'

const isMoving = (recount: Recount | null): boolean =>
  recount !== null && recount.state !== 'done' && recount.state !== 'failed'

/** The channel rules of the workspace: their order, what they ask, and what a change would do. */
export function ChannelsPage() {
  const texts = useTexts(channelTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(
    api.collect.channels.book.queryOptions({
      input: { workspace },
      refetchInterval: ({ state }) => (isMoving(state.data?.recount ?? null) ? 1000 : false),
    }),
  )
  return (
    <Page>
      <TopBar parent={<SourcesLink />} here={texts.here} />
      <PageHeading title={texts.title} documentTitle={texts.here} lead={texts.lead} />
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <RecountState recount={found.data.recount} />}
      {found.data && <Book key={found.data.version} book={found.data} />}
    </Page>
  )
}

function useBookMutations() {
  const texts = useTexts(channelTexts)
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const toast = useToast()
  const keep = (book: ChannelBook) =>
    queries.setQueryData(api.collect.channels.book.queryKey({ input: { workspace } }), book)
  const save = useMutation({
    ...api.collect.channels.save.mutationOptions(),
    onSuccess: (book) => {
      keep(book)
      toast.done(texts.saved)
    },
    onError: toast.problem,
  })
  const again = useMutation({
    ...api.collect.channels.again.mutationOptions(),
    onSuccess: keep,
    onError: toast.problem,
  })
  return { save, again }
}

function RecountState({ recount }: { recount: Recount | null }) {
  const texts = useTexts(channelTexts)
  const { id: workspace } = useWorkspace()
  const { number } = useFormat()
  const may = useMay()
  const { again } = useBookMutations()
  if (!recount) return null
  return (
    <div className={styles.state} role="status">
      <span>
        {texts.recount[recount.state]}
        {recount.state === 'done' && recount.changed > 0 && ` ${texts.recounted(number(recount.changed))}`}
      </span>
      {isMoving(recount) && <Progress value={recount.progress * 100} aria-label={texts.recount[recount.state]} />}
      {recount.state === 'failed' && may('edit') && (
        <Button size="compact-xs" variant="default" onClick={() => again.mutate({ workspace })}>
          {texts.again}
        </Button>
      )}
    </div>
  )
}

let named = 0

function Book({ book }: { book: ChannelBook }) {
  const texts = useTexts(channelTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const { save } = useBookMutations()
  const [rules, setRules] = useState<Drafted[]>(() => drafted(book.rules))
  const [open, setOpen] = useState<string | null>(null)
  const list = useMemo(() => plain(rules), [rules])
  const changed = JSON.stringify(list) !== JSON.stringify(book.rules)
  const whole = list.every(isWhole)
  const effect = useEffectOf(list, changed && whole && may('edit'))
  const add = () => {
    named += 1
    const key = `new-${named}`
    setRules([{ key, channel: '', rule: { all: [{ any: [{ fact: 'source', op: 'is', values: [] }] }] } }, ...rules])
    setOpen(key)
  }
  return (
    <>
      <RuleList rules={rules} open={open} may={may('edit')} onOpen={setOpen} onChange={setRules} />
      {changed && (
        <div className={styles.bar} role="status">
          {whole ? <EffectSentence preview={effect.data} /> : <p>{texts.incomplete}</p>}
          <Button variant="default" size="xs" onClick={() => setRules(drafted(book.rules))}>
            {texts.discard}
          </Button>
          <Button
            color="accent"
            size="xs"
            disabled={!whole}
            loading={save.isPending}
            onClick={() => save.mutate({ workspace, rules: list, version: book.version })}
          >
            {texts.save}
          </Button>
        </div>
      )}
      {changed && whole && <EffectTable preview={effect.data} />}
      <div className={styles.under}>
        {may('edit') && (
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
            {texts.add}
          </Button>
        )}
        {may('edit') && !book.isDefault && (
          <Button size="xs" variant="subtle" onClick={() => setRules(drafted(defaultRules))}>
            {texts.reset}
          </Button>
        )}
        {book.isDefault && !changed && <span>{texts.isDefault}</span>}
      </div>
      <TryIt rules={list} />
    </>
  )
}

function TryIt({ rules }: { rules: readonly ChannelRule[] }) {
  const texts = useTexts(channelTexts)
  const language = useLanguage()
  const [address, setAddress] = useState('')
  const [referrer, setReferrer] = useState('')
  const channel = useMemo(
    () => classifier(rules)(entryOfAddress(address.trim(), referrer.trim())),
    [rules, address, referrer],
  )
  return (
    <section aria-label={texts.tryTitle}>
      <h2>{texts.tryTitle}</h2>
      <p className={styles.said}>{texts.tryText}</p>
      <div className={styles.try}>
        <TextInput
          label={texts.address}
          value={address}
          placeholder="https://example.org/?utm_source=…"
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
        />
        <TextInput
          label={texts.referrer}
          value={referrer}
          placeholder="www.ecosia.org"
          onChange={({ currentTarget }) => setReferrer(currentTarget.value)}
        />
        <output aria-label={texts.result}>
          <ChannelIcon channel={channel} />
          {channelInWords(channel, language)}
        </output>
      </div>
    </section>
  )
}
