import { Button } from '@mantine/core'
import { IconPlus, IconSignature } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Signing, Source } from '../../sources/schema.ts'
import { FreshKey } from './SetUp.tsx'
import { settingsTexts } from './settingsTexts.ts'
import styles from './sources.module.css'

const isOver = ({ ends }: Signing): boolean => ends !== null && Date.parse(ends) <= Date.now()

/** The secrets with which the server of a site proves who its visitors are; for owners. */
export function SigningSecrets({ source }: { source: Source }) {
  const { signing: texts } = useTexts(settingsTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const client = useQueryClient()
  const [fresh, setFresh] = useState<string>()
  const asked = { workspace, source: source.id }
  const found = useQuery(api.collect.sources.signing.queryOptions({ input: asked }))
  const refresh = () => client.invalidateQueries({ queryKey: api.collect.sources.signing.key() })
  const add = useMutation(
    api.collect.sources.addSigning.mutationOptions({
      onSuccess: ({ secret }) => setFresh(secret),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  if (found.isPending) return <Loading shape="form" />
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => found.refetch()} />
  const valid = found.data.filter((one) => !isOver(one))
  return (
    <section className={styles.part}>
      <h2>{texts.title}</h2>
      <p>{texts.lead}</p>
      <p className={styles.note}>{texts.how}</p>
      {fresh !== undefined && (
        <>
          <FreshKey text={fresh} />
          <p className={styles.note}>{texts.made}</p>
        </>
      )}
      <ul className={styles.keys}>
        {valid.map((one) => (
          <SecretRow key={one.id} source={source} row={one} onEnded={refresh} />
        ))}
      </ul>
      <Button
        variant="default"
        loading={add.isPending}
        leftSection={<IconPlus size={15} />}
        onClick={() => add.mutate(asked)}
      >
        {valid.length === 0 ? texts.add : texts.replace}
      </Button>
    </section>
  )
}

function SecretRow({ source, row, onEnded }: { source: Source; row: Signing; onEnded: () => void }) {
  const { signing: texts, keys } = useTexts(settingsTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const confirm = useConfirm()
  const toast = useToast()
  const made = format.dateTime(row.created)
  const end = useMutation(
    api.collect.sources.endSigning.mutationOptions({
      onSuccess: () => toast.done(texts.ended),
      onError: toast.problem,
      onSettled: onEnded,
    }),
  )
  const ask = async () => {
    const sure = { title: texts.endTitle, text: texts.endText, yes: texts.end, danger: true }
    if (await confirm(sure)) end.mutate({ workspace, source: source.id, signing: row.id })
  }
  return (
    <li>
      <IconSignature size={17} stroke={1.6} className={styles.keyIcon} aria-hidden />
      <div className={styles.keyText}>
        <span>{texts.row(made)}</span>
        {row.ends !== null && <span className={styles.keyFacts}>{keys.ends(format.dateTime(row.ends))}</span>}
      </div>
      <div className={styles.actions}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={end.isPending}
          onClick={ask}
          aria-label={texts.endName(made)}
        >
          {texts.end}
        </Button>
      </div>
    </li>
  )
}
