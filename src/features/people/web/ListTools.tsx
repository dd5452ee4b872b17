import { Button, Checkbox, Menu, Popover, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconColumns, IconDownload, IconSearch } from '@tabler/icons-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTexts } from '../../../web/i18n.tsx'
import { useMay } from '../../../web/workspace.tsx'
import { knownKinds } from '../schema.ts'
import { fileAddress, listColumns } from './listSearch.ts'
import { listTexts } from './listTexts.ts'
import styles from './people.module.css'
import { OntoList, SegmentFilter } from './segments/ListSegments.tsx'
import { RuleButton, type RuleOpening } from './segments/RuleFilter.tsx'
import type { ListPlace } from './useListPlace.ts'

type Searching = {
  readonly value: string
  readonly onChange: (search: string) => void
  readonly field: RefObject<HTMLInputElement | null>
}

function Search({ value, onChange, field }: Searching) {
  const texts = useTexts(listTexts)
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const later = useDebouncedCallback(
    (search: string) => {
      sent.current = search
      onChange(search)
    },
    { delay: 250 },
  )
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  return (
    <TextInput
      ref={field}
      type="search"
      className={styles.search}
      aria-label={texts.search}
      aria-keyshortcuts="/"
      placeholder={texts.placeholder}
      leftSection={<IconSearch size={15} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        later(event.currentTarget.value.trim())
      }}
    />
  )
}

function Columns({ columns, choose }: ListPlace) {
  const texts = useTexts(listTexts)
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" px="sm" leftSection={<IconColumns size={15} stroke={1.7} aria-hidden />}>
          {texts.columns}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.columns}>
        <Stack gap={9}>
          {listColumns.map((column) => (
            <Checkbox
              key={column}
              size="xs"
              label={texts.names[column]}
              checked={columns.includes(column)}
              disabled={columns.length === 1 && columns.includes(column)}
              onChange={({ currentTarget: { checked } }) =>
                choose(listColumns.filter((one) => (one === column ? checked : columns.includes(one))))
              }
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function Export({ workspace, asked, columns }: ListPlace) {
  const texts = useTexts(listTexts)
  const forms = [
    ['semicolon', texts.forExcel],
    ['comma', texts.forPrograms],
  ] as const
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" px="sm" leftSection={<IconDownload size={15} stroke={1.7} aria-hidden />}>
          {texts.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {forms.map(([separator, label]) => (
          <Menu.Item
            key={separator}
            component="a"
            href={fileAddress(workspace, asked, columns, separator)}
            download="people.csv"
          >
            {label}
          </Menu.Item>
        ))}
        <p className={styles.exportHint}>{texts.exportHint}</p>
      </Menu.Dropdown>
    </Menu>
  )
}

type Tools = {
  readonly place: ListPlace
  readonly field: RefObject<HTMLInputElement | null>
  readonly filter: RuleOpening
}

/** What stands above the list: whom it shows and how. */
export function ListTools({ place, field, filter }: Tools) {
  const texts = useTexts(listTexts)
  const may = useMay()
  const { asked, go } = place
  return (
    <search className={styles.tools}>
      <Search
        field={field}
        value={asked.search ?? ''}
        onChange={(search) => go({ ...asked, search, page: undefined })}
      />
      <SegmentedControl
        className={styles.known}
        aria-label={texts.known.label}
        value={asked.known ?? 'all'}
        onChange={(known) => go({ ...asked, known, page: undefined })}
        data={knownKinds.map((value) => ({ value, label: texts.known[value] }))}
      />
      <SegmentFilter place={place} />
      <RuleButton place={place} filter={filter} />
      <div className={styles.toolsEnd}>
        <Columns {...place} />
        {may('edit') && <OntoList place={place} />}
        {may('edit') && <Export {...place} />}
      </div>
    </search>
  )
}
