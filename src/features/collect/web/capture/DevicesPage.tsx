import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { IconDeviceTablet, IconDots, IconEdit, IconLinkPlus, IconLock, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Share } from '../../../../kernel/figures.ts'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { useConfirm } from '../../../../web/parts/confirm.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { ShareText } from '../../../../web/parts/ShareText.tsx'
import table from '../../../../web/parts/table.module.css'
import { useToast } from '../../../../web/parts/toast.tsx'
import { dayIn, lastDays } from '../../../../web/period.ts'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { Device } from '../../capture/schema.ts'
import styles from './capture.module.css'
import { DeviceForm, type Made, useRefreshDevices } from './DeviceForm.tsx'
import { deviceTexts } from './deviceTexts.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { SourcesParent, Tabs } from './Tabs.tsx'

type Open = { readonly what: 'add' } | { readonly what: 'change'; readonly device: Device } | null

/** Devices speak every few minutes. */
const refreshMs = 30_000

export function DevicesPage() {
  const { devices: texts } = useTexts(deviceTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  const [made, setMade] = useState<Made | null>(null)
  const found = useQuery(api.collect.capture.devices.queryOptions({ input: { workspace }, refetchInterval: refreshMs }))
  return (
    <Page>
      <TopBar parent={<SourcesParent />} here={texts.here}>
        {may('edit') && (
          <>
            <ButtonLink to="/w/$workspace/capture" params={{ workspace }} size="xs" variant="default">
              {texts.quick}
            </ButtonLink>
            <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setOpen({ what: 'add' })}>
              {texts.add}
            </Button>
          </>
        )}
      </TopBar>
      <Tabs />
      <PageHeading title={texts.title} documentTitle={texts.here} lead={texts.lead} />
      {found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data?.length === 0 && (
        <EmptyState
          icon={<IconDeviceTablet size={28} stroke={1.4} />}
          title={texts.empty}
          action={
            may('edit') && (
              <Button color="accent" onClick={() => setOpen({ what: 'add' })}>
                {texts.add}
              </Button>
            )
          }
        >
          {texts.emptyText}
        </EmptyState>
      )}
      {found.data && found.data.length > 0 && (
        <Devices devices={found.data} onChange={(device) => setOpen({ what: 'change', device })} onMade={setMade} />
      )}
      {open && (
        <DeviceForm
          device={open.what === 'change' ? open.device : null}
          onMade={setMade}
          onClose={() => setOpen(null)}
        />
      )}
      {made && <LinkDialog made={made} onClose={() => setMade(null)} />}
    </Page>
  )
}

type ListProps = {
  readonly devices: readonly Device[]
  readonly onChange: (device: Device) => void
  readonly onMade: (made: Made) => void
}

function useRates(): ReadonlyMap<string, Share> {
  const { id: workspace, timeZone } = useWorkspace()
  const period = lastDays(dayIn(Date.now(), timeZone), 30)
  const found = useQuery(api.collect.capture.stated.queryOptions({ input: { workspace, period } }))
  return new Map((found.data?.tills ?? []).map(({ device, naming }) => [device, naming]))
}

function Devices({ devices, onChange, onMade }: ListProps) {
  const { devices: texts } = useTexts(deviceTexts)
  const format = useFormat()
  const rates = useRates()
  const [all, setAll] = useState(false)
  const revoked = devices.filter((device) => device.revoked !== null)
  const shown = all ? devices : devices.filter((device) => device.revoked === null)
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{texts.name}</th>
              <th scope="col">{texts.kind}</th>
              <th scope="col">{texts.place}</th>
              <th scope="col">{texts.seen}</th>
              <th scope="col" className={table.right}>
                <Hinted text={texts.waiting} hint={texts.waitingHint} />
              </th>
              <th scope="col" className={table.right}>
                <Hinted text={texts.rate} hint={texts.rateHint} />
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {shown.map((device) => (
              <Row key={device.id} device={device} rate={rates.get(device.id)} onChange={onChange} onMade={onMade} />
            ))}
          </tbody>
        </table>
      </div>
      {revoked.length > 0 && (
        <Button variant="subtle" size="xs" mt={12} onClick={() => setAll(!all)}>
          {all ? texts.hideRevoked : texts.showRevoked(format.number(revoked.length))}
        </Button>
      )}
    </>
  )
}

export function Hinted({ text, hint }: { text: string; hint: string }) {
  return (
    <Tooltip label={hint}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reachable by keyboard */}
      <span className={styles.hinted} tabIndex={0}>
        {text}
      </span>
    </Tooltip>
  )
}

type RowProps = Omit<ListProps, 'devices'> & { readonly device: Device; readonly rate: Share | undefined }

function Row({ device, rate, onChange, onMade }: RowProps) {
  const { devices: texts } = useTexts(deviceTexts)
  const format = useFormat()
  const may = useMay()
  const { id, name, kind, place, seen, waiting, revoked } = device
  return (
    <tr data-faded={revoked !== null || undefined} data-device={id}>
      <th scope="row">{name}</th>
      <td data-label={texts.kind}>{texts.kinds[kind]}</td>
      <td data-label={texts.place}>{place === '' ? '–' : place}</td>
      <td data-label={texts.seen}>
        {revoked !== null ? texts.revoked : seen === null ? texts.never : format.dateTime(seen)}
      </td>
      <td className={table.right} data-label={texts.waiting}>
        {format.number(waiting)}
      </td>
      <td className={table.right} data-label={texts.rate}>
        {rate && kind === 'question' ? <ShareText share={rate} /> : '–'}
      </td>
      <td className={table.right} data-corner>
        {may('edit') && revoked === null && <DeviceMenu device={device} onChange={onChange} onMade={onMade} />}
      </td>
    </tr>
  )
}

function useDeviceActions(device: Device, onMade: (made: Made) => void) {
  const { devices: texts } = useTexts(deviceTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const confirm = useConfirm()
  const refresh = useRefreshDevices()
  const replace = useMutation(
    api.collect.capture.replaceKey.mutationOptions({
      onSuccess: ({ key }) => onMade({ name: device.name, key }),
      onError: toast.problem,
    }),
  )
  const revoke = useMutation(
    api.collect.capture.revokeDevice.mutationOptions({
      onSuccess: () => toast.done(texts.revokedDone),
      onError: toast.problem,
      onSettled: refresh,
    }),
  )
  const input = { workspace, device: device.id }
  return {
    replace: async () => {
      const question = { title: texts.newLinkTitle(device.name), text: texts.newLinkText, yes: texts.newLink }
      if (await confirm(question)) replace.mutate(input)
    },
    revoke: async () => {
      const question = {
        title: texts.revokeTitle(device.name),
        text: texts.revokeText,
        yes: texts.revoke,
        danger: true,
      }
      if (await confirm(question)) revoke.mutate(input)
    },
  }
}

function DeviceMenu({ device, onChange, onMade }: Omit<ListProps, 'devices'> & { readonly device: Device }) {
  const { devices: texts } = useTexts(deviceTexts)
  const { replace, revoke } = useDeviceActions(device, onMade)
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.actions(device.name)}>
          <IconDots size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEdit size={15} aria-hidden />} onClick={() => onChange(device)}>
          {texts.change}
        </Menu.Item>
        <Menu.Item leftSection={<IconLinkPlus size={15} aria-hidden />} onClick={() => void replace()}>
          {texts.newLink}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconLock size={15} aria-hidden />} onClick={() => void revoke()}>
          {texts.revoke}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
