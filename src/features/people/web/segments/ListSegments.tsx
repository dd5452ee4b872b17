import { Button, Menu, Select } from '@mantine/core'
import { IconPlaylistAdd } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import type { Segment } from '../../segments/schema.ts'
import { ruleIn } from '../listSearch.ts'
import type { ListPlace } from '../useListPlace.ts'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'
import { useRenewSegments, useSegments } from './useSegments.ts'

/** Asks for the people of one segment, which is then said below; not there while there is none. */
export function SegmentFilter({ place: { asked, go } }: { place: ListPlace }) {
  const { filter } = useTexts(segmentTexts)
  const { data = [] } = useSegments()
  if (data.length === 0) return null
  return (
    <Select
      className={styles.filter}
      aria-label={filter}
      placeholder={filter}
      searchable={data.length > 8}
      value={null}
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
      comboboxProps={{ width: 290, position: 'bottom-start' }}
      onChange={(segment) => segment && go({ ...asked, segment, page: undefined })}
    />
  )
}

/** Puts everybody whom the list shows on a list that is kept by hand. */
export function OntoList({ place: { workspace, asked } }: { place: ListPlace }) {
  const { members } = useTexts(segmentTexts)
  const { data = [] } = useSegments()
  const format = useFormat()
  const toast = useToast()
  const renew = useRenewSegments()
  const lists = data.filter(({ rule, id }) => rule === null && id !== asked.segment)
  const add = useMutation({
    mutationFn: ({ id }: Segment) => {
      const { search = '', known = 'all', segment } = asked
      const filter = { search, known, segment, rule: ruleIn(asked) }
      return api.people.segments.addFound.call({ workspace, segment: id, filter })
    },
    onSuccess: async ({ added }, { name }) => {
      await renew()
      toast.done(members.addedMany(format.number(added), name))
    },
    onError: toast.problem,
  })
  if (lists.length === 0) return null
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          px="sm"
          leftSection={<IconPlaylistAdd size={15} stroke={1.7} aria-hidden />}
          loading={add.isPending}
        >
          {members.toList}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {lists.map((list) => (
          <Menu.Item key={list.id} onClick={() => add.mutate(list)}>
            {list.name}
          </Menu.Item>
        ))}
        <p className={styles.menuNote}>{members.toListHint}</p>
      </Menu.Dropdown>
    </Menu>
  )
}
