import { Button, Textarea, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { PersonRow } from '../../schema.ts'
import type { Pasted, Segment } from '../../segments/schema.ts'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'
import { useRenewSegments } from './useSegments.ts'

function OneByOne({ segment }: { segment: Segment }) {
  const { members } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const renew = useRenewSegments()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 250)
  const { data } = useQuery(
    api.people.list.queryOptions({ input: { workspace, search, limit: 6 }, enabled: search !== '' }),
  )
  const add = useMutation({
    mutationFn: ({ personId: person }: PersonRow) =>
      api.people.segments.add.call({ workspace, segment: segment.id, person }),
    onSuccess: async (_, { label }) => {
      setText('')
      await renew()
      toast.done(members.added(label))
    },
    onError: toast.problem,
  })
  return (
    <>
      <TextInput
        type="search"
        label={members.search}
        placeholder={members.searchHint}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {search !== '' && data && (
        <ul className={styles.found}>
          {data.people.map((person) => (
            <li key={person.personId}>
              <UnstyledButton
                aria-label={members.add(person.label)}
                disabled={add.isPending}
                onClick={() => add.mutate(person)}
              >
                <IconPlus size={14} aria-hidden />
                {person.label}
              </UnstyledButton>
            </li>
          ))}
          {data.total === 0 && <li className={styles.note}>{members.nobody}</li>}
        </ul>
      )}
    </>
  )
}

function Report({ report: { added, already, missing, missingCount } }: { report: Pasted }) {
  const { members } = useTexts(segmentTexts)
  const format = useFormat()
  return (
    <div role="status" className={styles.report}>
      <p>{members.report(format.number(added), format.number(already))}</p>
      {missingCount > 0 && (
        <>
          <p>{members.missing(format.number(missingCount))}</p>
          <p className={styles.missing}>
            {missing.join(', ')}
            {missingCount > missing.length && ` ${members.more(format.number(missingCount - missing.length))}`}
          </p>
        </>
      )}
    </div>
  )
}

function Paste({ segment }: { segment: Segment }) {
  const { members } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const toast = useToast()
  const renew = useRenewSegments()
  const [text, setText] = useState('')
  const paste = useMutation({
    mutationFn: () => api.people.segments.paste.call({ workspace, segment: segment.id, text }),
    onSuccess: async () => {
      setText('')
      await renew()
    },
    onError: toast.problem,
  })
  return (
    <>
      <Textarea
        label={members.paste}
        description={members.pasteHint}
        autosize
        minRows={3}
        maxRows={8}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div>
        <Button
          size="xs"
          variant="default"
          disabled={text.trim() === ''}
          loading={paste.isPending}
          onClick={() => paste.mutate()}
        >
          {members.take}
        </Button>
      </div>
      {paste.data && <Report report={paste.data} />}
    </>
  )
}

/** Ways to put people on a list. */
export function AddMembers({ segment }: { segment: Segment }) {
  const { members } = useTexts(segmentTexts)
  return (
    <section className={styles.card} aria-label={members.title}>
      <h2>{members.title}</h2>
      <div className={styles.stack}>
        <OneByOne segment={segment} />
        <Paste segment={segment} />
        <p className={styles.note}>{members.filter}</p>
      </div>
    </section>
  )
}
