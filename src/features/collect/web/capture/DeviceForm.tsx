import {
  Button,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { shellTexts } from '../../../../web/texts.ts'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { Device, NewDevice } from '../../capture/schema.ts'
import { deviceKinds } from '../../capture/words.ts'
import { deviceTexts } from './deviceTexts.ts'

export type Made = { readonly name: string; readonly key: string }

export function useRefreshDevices() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: api.collect.capture.key() })
}

function useSave(device: Device | null, onMade: (made: Made) => void, onClose: () => void) {
  const { devices: texts } = useTexts(deviceTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const refresh = useRefreshDevices()
  const add = useMutation(
    api.collect.capture.addDevice.mutationOptions({
      onSuccess: async ({ device: made, key }) => {
        await refresh()
        onClose()
        onMade({ name: made.name, key })
      },
      onError: toast.problem,
    }),
  )
  const change = useMutation(
    api.collect.capture.changeDevice.mutationOptions({
      onSuccess: async () => {
        await refresh()
        onClose()
        toast.done(texts.saved)
      },
      onError: toast.problem,
    }),
  )
  return {
    pending: add.isPending || change.isPending,
    save: (values: NewDevice) =>
      device ? change.mutate({ workspace, device: device.id, ...values }) : add.mutate({ workspace, ...values }),
  }
}

type Props = {
  readonly device: Device | null
  readonly onMade: (made: Made) => void
  readonly onClose: () => void
}

/** A new device, or the settings of one that exists. */
export function DeviceForm({ device, onMade, onClose }: Props) {
  const { form: texts, devices } = useTexts(deviceTexts)
  const { close } = useTexts(shellTexts)
  const language = useLanguage()
  const { save, pending } = useSave(device, onMade, onClose)
  const form = useForm<NewDevice>({
    initialValues: device ?? { kind: 'question', name: '', place: '', till: '', language, extra: false, burst: 12 },
    validate: { name: (name) => (name.trim() === '' ? texts.required : null) },
  })
  const asks = form.values.kind === 'question'
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': close }}
      title={device ? texts.changeTitle : texts.addTitle}
    >
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack gap={14}>
          {device === null && (
            <SegmentedControl
              aria-label={texts.kind}
              fullWidth
              data={deviceKinds.map((kind) => ({ value: kind, label: devices.kinds[kind] }))}
              {...form.getInputProps('kind')}
            />
          )}
          <TextInput
            label={texts.name}
            description={texts.nameHint}
            maxLength={60}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label={texts.place}
            description={texts.placeHint}
            maxLength={60}
            {...form.getInputProps('place')}
          />
          {asks && (
            <TextInput label={texts.till} description={texts.tillHint} maxLength={60} {...form.getInputProps('till')} />
          )}
          <NativeSelect
            label={texts.language}
            data={(['de', 'en'] as const).map((value) => ({ value, label: texts.languages[value] }))}
            {...form.getInputProps('language')}
          />
          {asks && <Switch label={texts.extra} {...form.getInputProps('extra', { type: 'checkbox' })} />}
          {asks && (
            <NumberInput
              label={texts.burst}
              description={texts.burstHint}
              min={0}
              max={60}
              allowDecimal={false}
              hideControls
              {...form.getInputProps('burst')}
            />
          )}
          <Group justify="flex-end">
            <Button type="submit" loading={pending}>
              {device ? texts.save : texts.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
