import { Button, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { IconTallymark4 } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { dayIn } from '../../../../web/period.ts'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { Device, Tally, Tile } from '../../capture/schema.ts'
import { otherTile } from '../../capture/words.ts'
import styles from './capture.module.css'
import { useRefreshDevices } from './DeviceForm.tsx'
import { statedTexts } from './statedTexts.ts'
import { SourcesParent, Tabs } from './Tabs.tsx'
import { captureTexts } from './texts.ts'

const strokes = (counts: Tally['counts']): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

export function TallyPage() {
  const { tally: texts, tabs } = useTexts(captureTexts)
  const { stated } = useTexts(statedTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const devices = useQuery(api.collect.capture.devices.queryOptions({ input: { workspace } }))
  const tiles = useQuery(api.collect.capture.tiles.queryOptions({ input: { workspace } }))
  const error = devices.error ?? tiles.error
  const tills = devices.data?.filter(({ kind }) => kind === 'question')
  return (
    <Page>
      <TopBar parent={<SourcesParent />} here={tabs.tally} />
      <Tabs />
      <PageHeading title={texts.title} documentTitle={tabs.tally} lead={texts.lead} />
      {error && <ErrorPanel error={error} onRetry={() => Promise.all([devices.refetch(), tiles.refetch()])} />}
      {!error && !(tills && tiles.data) && <Loading shape="form" />}
      {tills?.length === 0 && (
        <EmptyState
          icon={<IconTallymark4 size={28} stroke={1.4} />}
          title={texts.noDevice}
          action={
            <ButtonLink to="/w/$workspace/sources/capture" params={{ workspace }} color="accent">
              {stated.toDevices}
            </ButtonLink>
          }
        />
      )}
      {tills && tills.length > 0 && tiles.data && (
        <div className={styles.tallies}>
          {may('edit') && <TallyForm tills={tills.filter(({ revoked }) => revoked === null)} tiles={tiles.data} />}
          <Tallies devices={tills} />
        </div>
      )}
    </Page>
  )
}

function TallyForm({ tills, tiles }: { tills: readonly Device[]; tiles: readonly Tile[] }) {
  const { tally: texts } = useTexts(captureTexts)
  const { id: workspace, timeZone } = useWorkspace()
  const language = useLanguage()
  const format = useFormat()
  const toast = useToast()
  const refresh = useRefreshDevices()
  const today = dayIn(Date.now(), timeZone)
  const [day, setDay] = useState(today)
  const [device, setDevice] = useState(tills[0]?.id ?? '')
  const [counts, setCounts] = useState<Tally['counts']>({})
  const add = useMutation(
    api.collect.capture.addTally.mutationOptions({
      onSuccess: async (made) => {
        setCounts({})
        await refresh()
        toast.done(texts.saved(format.number(strokes(made.counts))))
      },
      onError: toast.problem,
    }),
  )
  const rows = [
    ...tiles.filter(({ archived }) => !archived).map((tile) => ({ id: tile.id, label: tile[language] })),
    { id: otherTile, label: texts.other },
    { id: '', label: texts.none },
  ]
  const submit = () => add.mutate({ workspace, device, day, counts })
  return (
    <form
      className={styles.tally}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Group gap={12} align="flex-end">
        <TextInput
          type="date"
          label={texts.day}
          value={day}
          max={today}
          onChange={({ currentTarget: { value } }) => setDay(value)}
        />
        <NativeSelect
          label={texts.device}
          data={tills.map(({ id, name }) => ({ value: id, label: name }))}
          value={device}
          onChange={({ currentTarget: { value } }) => setDevice(value)}
        />
      </Group>
      <div className={styles.counts}>
        {rows.map(({ id, label }) => (
          <NumberInput
            key={id}
            label={label}
            min={0}
            max={500}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            value={counts[id] ?? ''}
            onChange={(value) => setCounts({ ...counts, [id]: Number(value) })}
          />
        ))}
      </div>
      <Group justify="space-between">
        <span className={styles.quiet}>{texts.sum(format.number(strokes(counts)))}</span>
        <Button type="submit" disabled={strokes(counts) === 0 || day === '' || device === ''} loading={add.isPending}>
          {texts.save}
        </Button>
      </Group>
    </form>
  )
}

function Tallies({ devices }: { devices: readonly Device[] }) {
  const { tally: texts } = useTexts(captureTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(api.collect.capture.tallies.queryOptions({ input: { workspace } }))
  if (!found.data || found.data.length === 0) return null
  return (
    <section>
      <h2>{texts.list}</h2>
      <ul className={styles.entered}>
        {found.data.map((tally) => (
          <TallyRow key={tally.id} tally={tally} till={devices.find(({ id }) => id === tally.device)?.name ?? ''} />
        ))}
      </ul>
    </section>
  )
}

function TallyRow({ tally, till }: { tally: Tally; till: string }) {
  const { tally: texts } = useTexts(captureTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const toast = useToast()
  const confirm = useConfirm()
  const refresh = useRefreshDevices()
  const count = format.number(strokes(tally.counts))
  const day = format.calendarDay(tally.day)
  const takeBack = useMutation(
    api.collect.capture.withdrawTally.mutationOptions({
      onSuccess: () => toast.done(texts.takenBack),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  const ask = async () => {
    const question = { title: texts.takeBackTitle, text: texts.takeBackText(count), yes: texts.takeBack, danger: true }
    if (await confirm(question)) takeBack.mutate({ workspace, tally: tally.id })
  }
  return (
    <li>
      <span>
        <b>{day}</b> · {till} · {texts.sum(count)}
      </span>
      {may('edit') && (
        <Button
          variant="default"
          size="xs"
          loading={takeBack.isPending}
          aria-label={texts.takeBackOf(day)}
          onClick={() => void ask()}
        >
          {texts.takeBack}
        </Button>
      )}
    </li>
  )
}
