import { Link } from '@tanstack/react-router'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { PersonRow } from '../schema.ts'
import styles from './people.module.css'
import { peopleTexts } from './texts.ts'

type Props = {
  readonly people: readonly PersonRow[]
  readonly open: string | undefined
  readonly search: { readonly search: string | undefined; readonly page: number }
}

export function PeopleTable({ people, open, search }: Props) {
  const texts = useTexts(peopleTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const page = search.page === 1 ? undefined : search.page
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{texts.person}</th>
          <th scope="col">{texts.last}</th>
          <th scope="col">{texts.first}</th>
          <th scope="col" className={styles.right}>
            {texts.touches}
          </th>
          <th scope="col" className={styles.right}>
            {texts.value}
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.personId} data-open={person.personId === open || undefined}>
            <th scope="row">
              <Link
                to="/w/$workspace/people/$person"
                params={{ workspace, person: person.personId }}
                search={{ search: search.search, page }}
                resetScroll={false}
              >
                {person.label || texts.unnamed}
              </Link>
            </th>
            <td data-label={texts.last}>{format.dateTime(person.last)}</td>
            <td data-label={texts.first}>{format.date(person.first)}</td>
            <td className={styles.right} data-label={texts.touches}>
              {format.number(person.touches)}
            </td>
            <td className={styles.right} data-label={texts.value}>
              {Number(person.value) === 0 ? '–' : format.money(person.value)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
