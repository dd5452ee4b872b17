import { NativeSelect, Select, Switch, TextInput } from '@mantine/core'
import { useTexts } from '../../../web/i18n.tsx'
import importing from '../../../web/parts/importing/importing.module.css'
import { useWorkspace } from '../../../web/workspace.tsx'
import { type Mapping, type Preview, Reading, TimeFormat } from '../schema.ts'
import { importTexts } from './importTexts.ts'

type Props = {
  readonly preview: Preview
  readonly mapping: Mapping
  readonly onChange: (mapping: Mapping) => void
  readonly onReading: (reading: Reading) => void
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
const constantOf = (part: object | null): string =>
  part !== null && 'constant' in part && typeof part.constant === 'string' ? part.constant : ''

/** How times and values are written, names that hold for every row, and the grouping of rows. */
export function MappingDetails(props: Props) {
  const { mapping: texts } = useTexts(importTexts)
  const { preview, mapping, onChange } = props
  return (
    <div className={importing.details}>
      <TimeFields {...props} />
      <ConstantFields {...props} />
      <NativeSelect
        label={texts.groupBy}
        description={texts.groupByHint}
        data={[
          { value: '', label: texts.noGroup },
          ...preview.columns.map(({ name }) => ({ value: name, label: name })),
        ]}
        value={mapping.groupBy ?? ''}
        onChange={(event) => onChange({ ...mapping, groupBy: event.currentTarget.value || null })}
      />
      {mapping.value !== null && (
        <Switch
          className={importing.switch}
          label={texts.decimalComma}
          checked={mapping.value.decimalComma}
          onChange={(event) =>
            mapping.value &&
            onChange({ ...mapping, value: { ...mapping.value, decimalComma: event.currentTarget.checked } })
          }
        />
      )}
      <ReadingFields {...props} />
    </div>
  )
}

function TimeFields({ mapping, onChange }: Props) {
  const { mapping: texts } = useTexts(importTexts)
  const { time } = mapping
  if (time === null) return null
  const epoch = time.format === 'epoch_s' || time.format === 'epoch_ms'
  return (
    <>
      <NativeSelect
        label={texts.timeFormat}
        data={TimeFormat.options.map((format) => ({ value: format, label: texts.formats[format] }))}
        value={time.format}
        onChange={(event) =>
          onChange({ ...mapping, time: { ...time, format: TimeFormat.parse(event.currentTarget.value) } })
        }
      />
      {!epoch && (
        <Select
          label={texts.zone}
          data={zones}
          value={time.zone}
          searchable
          allowDeselect={false}
          limit={60}
          onChange={(zone) => zone !== null && onChange({ ...mapping, time: { ...time, zone } })}
        />
      )}
    </>
  )
}

function ConstantFields({ mapping, onChange }: Props) {
  const { mapping: texts } = useTexts(importTexts)
  const { currency } = useWorkspace()
  return (
    <>
      {'constant' in mapping.event && (
        <TextInput
          label={texts.constantEvent}
          description={texts.constantEventHint}
          maxLength={200}
          value={mapping.event.constant}
          onChange={(event) => onChange({ ...mapping, event: { constant: event.currentTarget.value } })}
        />
      )}
      {(mapping.channel === null || 'constant' in mapping.channel) && (
        <TextInput
          label={texts.constantChannel}
          description={texts.constantChannelHint}
          maxLength={100}
          value={constantOf(mapping.channel)}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...mapping, channel: value === '' ? null : { constant: value } })
          }
        />
      )}
      {mapping.value !== null && (mapping.currency === null || 'constant' in mapping.currency) && (
        <TextInput
          label={texts.constantCurrency}
          placeholder={currency}
          maxLength={3}
          value={constantOf(mapping.currency)}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...mapping, currency: value === '' ? null : { constant: value.toUpperCase() } })
          }
        />
      )}
    </>
  )
}

const delimiters = [
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
] as const

function ReadingFields({ preview: { reading }, onReading }: Props) {
  const { mapping: texts } = useTexts(importTexts)
  if (reading.format !== 'csv') return null
  return (
    <>
      <NativeSelect
        label={texts.delimiter}
        data={delimiters.map(([name, sign]) => ({ value: sign, label: texts.delimiters[name] }))}
        value={reading.delimiter ?? ','}
        onChange={(event) => onReading(Reading.parse({ ...reading, delimiter: event.currentTarget.value }))}
      />
      <NativeSelect
        label={texts.encoding}
        data={[
          { value: 'utf-8', label: 'UTF-8' },
          { value: 'windows-1252', label: 'Windows-1252' },
        ]}
        value={reading.encoding}
        onChange={(event) => onReading(Reading.parse({ ...reading, encoding: event.currentTarget.value }))}
      />
    </>
  )
}
