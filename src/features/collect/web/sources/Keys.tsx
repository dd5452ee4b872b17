import { Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { isPublic, type Source, type SourceKey } from '../../sources/schema.ts'
import { Copy } from './CodeBlock.tsx'
import { useFreshKey, useRefreshSources } from './changes.ts'
import { FreshKey, useNewKey } from './SetUp.tsx'
import { SigningSecrets } from './SigningSecrets.tsx'
import { settingsTexts } from './settingsTexts.ts'
import styles from './sources.module.css'

const isOver = ({ ends }: SourceKey): boolean => ends !== null && Date.parse(ends) <= Date.now()

/** The keys of a source: to copy where they are public, to replace and to revoke. */
export function Keys({ source }: { source: Source }) {
  const { keys: texts } = useTexts(settingsTexts)
  const { id: workspace } = useWorkspace()
  const { fresh } = useFreshKey(source.id)
  const may = useMay()
  const { make, pending } = useNewKey(source)
  const found = useQuery(api.collect.sources.keys.queryOptions({ input: { workspace, source: source.id } }))
  if (found.isPending) return <Loading shape="form" />
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => found.refetch()} />
  const valid = found.data.filter((key) => !isOver(key)).length
  return (
    <div className={styles.column}>
      <p className={styles.note}>{isPublic(source.kind) ? texts.publicLead : texts.secretLead}</p>
      {fresh !== undefined && <FreshKey text={fresh} />}
      <ul className={styles.keys}>
        {found.data.map((key) => (
          <KeyRow key={key.id} source={source} row={key} only={valid === 1} />
        ))}
      </ul>
      {valid === 1 && <p className={styles.note}>{texts.lastOne}</p>}
      <Button variant="default" loading={pending} leftSection={<IconPlus size={15} />} onClick={make}>
        {texts.add}
      </Button>
      {isPublic(source.kind) && may('own') && <SigningSecrets source={source} />}
    </div>
  )
}

function useKeyChanges(source: Source, row: SourceKey) {
  const { keys: texts } = useTexts(settingsTexts)
  const { id: workspace } = useWorkspace()
  const { keep } = useFreshKey(source.id)
  const confirm = useConfirm()
  const toast = useToast()
  const refresh = useRefreshSources()
  const asked = { workspace, source: source.id, key: row.id }
  const rotate = useMutation(
    api.collect.sources.rotateKey.mutationOptions({
      onSuccess: ({ text }) => {
        if (!isPublic(source.kind)) keep(text)
      },
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  const revoke = useMutation(
    api.collect.sources.revokeKey.mutationOptions({
      onSuccess: () => toast.done(texts.revoked),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  return {
    pending: rotate.isPending || revoke.isPending,
    rotate: async () => {
      const { rotateTitle: title, rotateText: text, rotate: yes } = texts
      if (await confirm({ title, text, yes })) rotate.mutate(asked)
    },
    revoke: async () => {
      const { revokeTitle: title, revokeText: text, revoke: yes } = texts
      if (await confirm({ title, text, yes, danger: true })) revoke.mutate(asked)
    },
  }
}

function KeyRow({ source, row, only }: { source: Source; row: SourceKey; only: boolean }) {
  const { keys: texts } = useTexts(settingsTexts)
  const format = useFormat()
  const { pending, rotate, revoke } = useKeyChanges(source, row)
  const over = isOver(row)
  const facts = [
    texts.created(format.date(row.created)),
    row.used === null ? texts.unused : texts.used(format.dateTime(row.used)),
    ...(row.ends === null ? [] : [(over ? texts.ended : texts.ends)(format.dateTime(row.ends))]),
  ]
  return (
    <li data-over={over || undefined}>
      <IconKey size={17} stroke={1.6} className={styles.keyIcon} aria-hidden />
      <div className={styles.keyText}>
        <code>{row.text ?? row.hint}</code>
        <span className={styles.keyFacts}>{facts.join(' · ')}</span>
      </div>
      {!over && (
        <div className={styles.actions}>
          {row.text !== null && <Copy text={row.text} />}
          {row.ends === null && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={pending}
              onClick={rotate}
              aria-label={texts.rotateName(row.hint)}
            >
              {texts.rotate}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            disabled={pending || only}
            onClick={revoke}
            aria-label={texts.revokeName(row.hint)}
          >
            {texts.revoke}
          </Button>
        </div>
      )}
    </li>
  )
}
