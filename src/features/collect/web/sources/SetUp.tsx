import { Button, Tabs } from '@mantine/core'
import { IconAlertTriangle, IconKey } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { isPublic, type Source, type SourceKind, type SourceRow } from '../../sources/schema.ts'
import { WebhookSetup } from '../webhooks/WebhookSetup.tsx'
import { CodeBlock, Copy } from './CodeBlock.tsx'
import { useFreshKey, useRefreshSources } from './changes.ts'
import { FirstEvent } from './FirstEvent.tsx'
import { setupTexts } from './setupTexts.ts'
import styles from './sources.module.css'
import { codeOf, type WayName, wayNames, waysOf } from './ways.ts'

/** Kinds that other services report to, and kinds that people can fill by hand. */
const hooked: readonly SourceKind[] = ['webhook', 'mailing', 'server']
const captured: readonly SourceKind[] = ['till', 'phone']

/** The public key that opens, or the secret one that was made just now; `waits` until it is known whether there is one. */
function useKeyText(source: Source): { readonly text: string | undefined; readonly waits: boolean } {
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const { fresh } = useFreshKey(source.id)
  const shown = isPublic(source.kind)
  const { data: keys, isLoading } = useQuery(
    api.collect.sources.keys.queryOptions({ input: { workspace, source: source.id }, enabled: shown && may('edit') }),
  )
  const open = keys?.find(({ ends, text }) => ends === null && text !== null)?.text ?? undefined
  return { text: open ?? fresh, waits: isLoading && fresh === undefined }
}

/** How to connect, with the key in place, and whether it works. */
export function SetUp({ row, onLook }: { row: SourceRow; onLook: () => void }) {
  const { setup } = useTexts(setupTexts)
  const { text: key, waits } = useKeyText(row)
  const hidden = !isPublic(row.kind)
  const hooks = hooked.includes(row.kind) && <WebhookSetup source={row.id} />
  return (
    <div className={styles.setup}>
      <FirstEvent row={row} onLook={onLook} />
      {hidden && key !== undefined && <FreshKey text={key} />}
      {row.kind !== 'server' && hooks}
      {captured.includes(row.kind) && <Capture />}
      {row.kind !== 'server' && hooks && <h2>{setup.direct}</h2>}
      {hidden && key === undefined && <NewKey source={row} />}
      {waits ? <Loading shape="form" /> : <Ways row={row} keyText={key ?? setup.keyHere} />}
      <Believed row={row} />
      {row.kind === 'server' && hooks}
    </div>
  )
}

/** A secret key, to be copied before it is gone. */
export function FreshKey({ text }: { text: string }) {
  const { made } = useTexts(setupTexts)
  return (
    <section className={styles.fresh} aria-label={made.title}>
      <IconKey size={20} stroke={1.6} aria-hidden />
      <div>
        <h2>{made.title}</h2>
        <p>{made.text}</p>
        <div className={styles.keyLine}>
          <code>{text}</code>
          <Copy text={text} />
        </div>
      </div>
    </section>
  )
}

/** Makes one more key and shows it where the page shows fresh keys. */
export function useNewKey(source: Source) {
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const refresh = useRefreshSources()
  const { keep } = useFreshKey(source.id)
  const make = useMutation(
    api.collect.sources.addKey.mutationOptions({
      onSuccess: ({ text }) => {
        if (!isPublic(source.kind)) keep(text)
      },
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  return { make: () => make.mutate({ workspace, source: source.id }), pending: make.isPending }
}

function NewKey({ source }: { source: Source }) {
  const { setup } = useTexts(setupTexts)
  const may = useMay()
  const { make, pending } = useNewKey(source)
  return (
    <div className={styles.newKey}>
      <p className={styles.note}>{setup.placeholder}</p>
      {may('edit') && (
        <Button size="xs" variant="default" loading={pending} onClick={make} leftSection={<IconKey size={15} />}>
          {setup.newKey}
        </Button>
      )}
    </div>
  )
}

function Capture() {
  const { setup } = useTexts(setupTexts)
  const { id: workspace } = useWorkspace()
  return (
    <p className={styles.note}>
      {setup.capture}{' '}
      <Link to="/w/$workspace/sources/capture" params={{ workspace }}>
        {setup.captureGo}
      </Link>
    </p>
  )
}

function Ways({ row, keyText }: { row: SourceRow; keyText: string }) {
  const { setup } = useTexts(setupTexts)
  const ways = waysOf(row.kind)
  const [chosen, choose] = useState<WayName>(ways[0] ?? 'curl')
  const place = { origin: window.location.origin, key: keyText }
  return (
    <Tabs
      value={chosen}
      onChange={(name) => choose(wayNames.find((way) => way === name) ?? chosen)}
      variant="pills"
      color="ink"
      classNames={{ list: styles.ways, tab: styles.way }}
    >
      <Tabs.List aria-label={setup.way}>
        {ways.map((way) => (
          <Tabs.Tab key={way} value={way}>
            {setup.ways[way]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {ways.map((way) => (
        <Tabs.Panel key={way} value={way} pt={14}>
          <p className={styles.how}>{setup.how[way]}</p>
          {way === 'snippet' && (
            <p className={styles.warning}>
              <IconAlertTriangle size={17} stroke={1.7} aria-hidden />
              <span>{setup.trap}</span>
            </p>
          )}
          <CodeBlock text={codeOf(way, place).text} label={`${setup.code}: ${setup.ways[way]}`} />
          {way === 'tracker' && <p className={styles.note}>{setup.consent}</p>}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** What may come with these keys. */
function Believed({ row }: { row: SourceRow }) {
  const { setup } = useTexts(setupTexts)
  const format = useFormat()
  if (!isPublic(row.kind)) {
    return (
      <p className={styles.note}>
        {setup.secret} {setup.past}
      </p>
    )
  }
  return (
    <p className={styles.note}>
      {row.origins.length === 0 ? setup.anyOrigin : setup.onlyOrigins(format.list(row.origins))}
    </p>
  )
}
