import { ActionIcon } from '@mantine/core'
import { IconUserQuestion, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { PersonRow } from '../../schema.ts'
import { listTexts } from '../listTexts.ts'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'

type Props = { readonly people: readonly PersonRow[]; readonly onTakeOff?: (person: PersonRow) => void }

/** Some people with their latest contact; of a list they can be taken off. */
export function Faces({ people, onTakeOff }: Props) {
  const { one } = useTexts(segmentTexts)
  const { names } = useTexts(listTexts)
  const format = useFormat()
  const { id: workspace } = useWorkspace()
  return (
    <ul className={styles.faces}>
      {people.map((person) => (
        <li key={person.personId}>
          <div>
            <Link to="/w/$workspace/people/$person" params={{ workspace, person: person.personId }}>
              {!person.named && <IconUserQuestion size={14} stroke={1.6} aria-hidden />}
              {person.label}
            </Link>
            <small>
              {names.last}: {format.date(person.last)}
              {Number(person.value) !== 0 && ` · ${format.money(person.value)}`}
            </small>
          </div>
          {onTakeOff && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={one.takeOff(person.label)}
              onClick={() => onTakeOff(person)}
            >
              <IconX size={15} />
            </ActionIcon>
          )}
        </li>
      ))}
    </ul>
  )
}
