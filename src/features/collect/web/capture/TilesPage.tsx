import { ActionIcon, Button, Group, Popover, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core'
import { IconArchive, IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { TileChange, TileIcon } from '../../capture/schema.ts'
import { fewestTiles, mostTiles, tileIcons } from '../../capture/words.ts'
import { ChannelField } from '../ChannelField.tsx'
import styles from './capture.module.css'
import { useRefreshDevices } from './DeviceForm.tsx'
import { tilePaths } from './device/icons.ts'
import { deviceTexts } from './deviceTexts.ts'
import { SourcesParent, Tabs } from './Tabs.tsx'
import { type Screen, TilePreview } from './TilePreview.tsx'
import { captureTexts } from './texts.ts'

/** A tile while it is edited; `row` tells new ones apart. */
type Edited = TileChange & { readonly row: string }

export function TilesPage() {
  const { tiles: texts, tabs } = useTexts(captureTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(api.collect.capture.tiles.queryOptions({ input: { workspace } }))
  return (
    <Page>
      <TopBar parent={<SourcesParent />} here={tabs.tiles} />
      <Tabs />
      <PageHeading title={texts.title} documentTitle={tabs.tiles} lead={texts.lead} />
      {found.isPending && <Loading shape="form" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && <Editor key={JSON.stringify(found.data)} tiles={found.data} />}
    </Page>
  )
}

function useTileEditing(tiles: readonly TileChange[]) {
  const { tiles: texts } = useTexts(captureTexts)
  const first = tiles.map((tile) => ({ ...tile, row: tile.id ?? '' }))
  const [list, setList] = useState<readonly Edited[]>(first)
  const shown = list.filter(({ archived }) => !archived)
  const change = (row: string, facts: Partial<TileChange>) =>
    setList(list.map((tile) => (tile.row === row ? { ...tile, ...facts } : tile)))
  return {
    list,
    shown,
    changed: JSON.stringify(list) !== JSON.stringify(first),
    change,
    reset: () => setList(first),
    move: (row: string, by: -1 | 1) => {
      const place = shown.findIndex((tile) => tile.row === row)
      const [one, other] = [shown[place], shown[place + by]]
      if (!one || !other) return
      const swapped = shown.map((tile) => (tile === one ? other : tile === other ? one : tile))
      setList([...swapped, ...list.filter(({ archived }) => archived)])
    },
    add: () => {
      const fresh = { ...texts.fresh, id: null, icon: 'star', channel: 'other', archived: false } as const
      setList([...shown, { ...fresh, row: `new-${Date.now()}` }, ...list.filter(({ archived }) => archived)])
    },
  }
}

function Editor({ tiles }: { tiles: readonly TileChange[] }) {
  const { tiles: texts } = useTexts(captureTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const toast = useToast()
  const refresh = useRefreshDevices()
  const editing = useTileEditing(tiles)
  const { list, shown } = editing
  const save = useMutation(
    api.collect.capture.saveTiles.mutationOptions({
      onSuccess: async () => {
        await refresh()
        toast.done(texts.saved)
      },
      onError: toast.problem,
    }),
  )
  const fits = shown.length >= fewestTiles && shown.length <= mostTiles
  const filled = shown.every(({ de, en, channel }) => [de, en, channel].every((text) => text.trim() !== ''))
  const send = () => save.mutate({ workspace, tiles: list.map(({ row: _, ...tile }) => tile) })
  return (
    <div className={styles.editor}>
      <div>
        {!may('edit') && <p className={styles.quiet}>{texts.viewer}</p>}
        <fieldset className={styles.rows} disabled={!may('edit')}>
          <div className={styles.rowHead} aria-hidden>
            <span>{texts.de}</span>
            <span>{texts.en}</span>
            <span>{texts.channel}</span>
          </div>
          {shown.map((tile) => (
            <TileRow key={tile.row} tile={tile} {...editing} />
          ))}
        </fieldset>
        {!fits && (
          <p className={styles.wrong} role="alert">
            {texts.count(format.number(shown.length))}
          </p>
        )}
        {may('edit') && (
          <Group mt={14} gap={8}>
            <Button
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              disabled={shown.length >= mostTiles}
              onClick={editing.add}
            >
              {texts.add}
            </Button>
            <span className={styles.spread} />
            {editing.changed && (
              <Button variant="subtle" color="gray" onClick={editing.reset}>
                {texts.discard}
              </Button>
            )}
            <Button disabled={!editing.changed || !fits || !filled} loading={save.isPending} onClick={send}>
              {texts.save}
            </Button>
          </Group>
        )}
        <Archived
          list={list}
          onRestore={(row) => editing.change(row, { archived: false })}
          full={shown.length >= mostTiles}
        />
      </div>
      <Preview tiles={shown} />
    </div>
  )
}

function Preview({ tiles }: { tiles: readonly Edited[] }) {
  const { tiles: texts } = useTexts(captureTexts)
  const { form } = useTexts(deviceTexts)
  const [screen, setScreen] = useState<Screen>('wide')
  const [language, setLanguage] = useState(useLanguage())
  const faces = tiles.map(({ row, de, en, icon }) => ({ id: row, de, en, icon }))
  return (
    <section className={styles.preview} aria-label={texts.preview}>
      <Group gap={8} mb={10}>
        <SegmentedControl
          size="xs"
          aria-label={texts.previewOf}
          value={screen}
          onChange={setScreen}
          data={(['wide', 'tall', 'phone'] as const).map((value) => ({ value, label: texts.screens[value] }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={form.language}
          value={language}
          onChange={setLanguage}
          data={(['de', 'en'] as const).map((value) => ({ value, label: texts[value] }))}
        />
      </Group>
      <TilePreview tiles={faces} screen={screen} language={language} />
    </section>
  )
}

type RowProps = Pick<ReturnType<typeof useTileEditing>, 'change' | 'move' | 'shown'> & { readonly tile: Edited }

function TileRow({ tile, change, move, shown }: RowProps) {
  const { tiles: texts } = useTexts(captureTexts)
  const language = useLanguage()
  const channels = useChannels()
  const { row, de, en, icon, channel } = tile
  const words = tile[language]
  const place = shown.findIndex((one) => one.row === row)
  return (
    <div className={styles.row}>
      <IconChoice icon={icon} label={texts.icon(words)} onChoose={(next) => change(row, { icon: next })} />
      <TextInput
        label={texts.de}
        value={de}
        maxLength={60}
        onChange={({ currentTarget: { value } }) => change(row, { de: value })}
      />
      <TextInput
        label={texts.en}
        value={en}
        maxLength={60}
        onChange={({ currentTarget: { value } }) => change(row, { en: value })}
      />
      <ChannelField
        label={texts.channel}
        channel={channel}
        others={channels}
        onChange={(next) => change(row, { channel: next })}
      />
      <div className={styles.rowActions}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.up(words)}
          disabled={place === 0}
          onClick={() => move(row, -1)}
        >
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.down(words)}
          disabled={place === shown.length - 1}
          onClick={() => move(row, 1)}
        >
          <IconArrowDown size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.archive(words)}
          disabled={shown.length <= fewestTiles}
          onClick={() => change(row, { archived: true })}
        >
          <IconArchive size={16} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  )
}

/** The channels that were measured here. */
function useChannels(): string[] {
  const { id: workspace } = useWorkspace()
  const found = useQuery(api.collect.vocabulary.queryOptions({ input: { workspace }, staleTime: 60_000 }))
  return (found.data?.channels ?? []).map(({ name }) => name).filter((name) => name !== '')
}

export function Drawn({ icon, size = 22 }: { icon: TileIcon; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d={tilePaths[icon]} />
    </svg>
  )
}

function IconChoice({ icon, label, onChoose }: { icon: TileIcon; label: string; onChoose: (icon: TileIcon) => void }) {
  const [opened, setOpened] = useState(false)
  const choose = (next: TileIcon) => {
    onChoose(next)
    setOpened(false)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={styles.icon} aria-label={label} onClick={() => setOpened(!opened)}>
          <Drawn icon={icon} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.icons}>
        {tileIcons.map((one) => (
          <UnstyledButton
            key={one}
            className={styles.icon}
            aria-label={one}
            aria-pressed={one === icon}
            onClick={() => choose(one)}
          >
            <Drawn icon={one} />
          </UnstyledButton>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}

type ArchivedProps = {
  readonly list: readonly Edited[]
  readonly onRestore: (row: string) => void
  readonly full: boolean
}

function Archived({ list, onRestore, full }: ArchivedProps) {
  const { tiles: texts } = useTexts(captureTexts)
  const language = useLanguage()
  const may = useMay()
  const archived = list.filter((tile) => tile.archived)
  if (archived.length === 0) return null
  return (
    <section className={styles.archived}>
      <h2>{texts.archived}</h2>
      <p className={styles.quiet}>{texts.archivedText}</p>
      <ul>
        {archived.map((tile) => (
          <li key={tile.row}>
            <Drawn icon={tile.icon} size={18} />
            <span>{tile[language]}</span>
            {may('edit') && (
              <Button variant="default" size="xs" disabled={full} onClick={() => onRestore(tile.row)}>
                {texts.restore}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
