import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconUserQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { type PeopleSort, type PersonRow, peopleSorts } from '../schema.ts'
import type { ListColumn } from './listSearch.ts'
import { listTexts } from './listTexts.ts'
import styles from './people.module.css'
import type { ListPlace } from './useListPlace.ts'

const toRight = (column: ListColumn): boolean => column === 'touches' || column === 'value'
const sortOf = (column: ListColumn): PeopleSort | undefined => peopleSorts.find((sort) => sort === column)

function Cell({ person, column }: { person: PersonRow; column: ListColumn }) {
  const format = useFormat()
  const { names } = useTexts(listTexts)
  const texts: Partial<Record<ListColumn, string>> = {
    last: format.dateTime(person.last),
    first: format.date(person.first),
    touches: format.number(person.touches),
    value: Number(person.value) === 0 ? '–' : format.money(person.value),
  }
  return (
    <td data-label={names[column]} className={toRight(column) ? styles.right : undefined}>
      {texts[column] ?? person.facts[column] ?? '–'}
    </td>
  )
}

function Heading({ column, place: { asked, go } }: { column: ListColumn; place: ListPlace }) {
  const { names } = useTexts(listTexts)
  const sort = sortOf(column)
  const className = toRight(column) ? styles.right : undefined
  if (!sort) {
    return (
      <th scope="col" className={className}>
        {names[column]}
      </th>
    )
  }
  const chosen = (asked.sort ?? 'last') === sort
  const up = chosen && asked.order === 'asc'
  const Arrow = up ? IconArrowUp : IconArrowDown
  const next = {
    sort: sort === 'last' ? undefined : sort,
    order: chosen && !up ? ('asc' as const) : undefined,
    page: undefined,
  }
  return (
    <th scope="col" className={className} aria-sort={chosen ? (up ? 'ascending' : 'descending') : undefined}>
      <UnstyledButton
        className={styles.sort}
        data-chosen={chosen || undefined}
        onClick={() => go({ ...asked, ...next })}
      >
        {names[column]}
        <Arrow size={13} stroke={1.8} aria-hidden />
      </UnstyledButton>
    </th>
  )
}

/** People as rows; as cards on a phone. Each row's link carries `data-row`, so that keys can walk through them. */
export function PeopleTable({ people, place }: { people: readonly PersonRow[]; place: ListPlace }) {
  const texts = useTexts(listTexts)
  const { workspace, columns } = place
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{texts.person}</th>
            {columns.map((column) => (
              <Heading key={column} column={column} place={place} />
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.personId}>
              <th scope="row">
                <Link
                  to="/w/$workspace/people/$person"
                  params={{ workspace, person: person.personId }}
                  data-row
                  data-unnamed={!person.named || undefined}
                >
                  {!person.named && <IconUserQuestion size={15} stroke={1.6} aria-hidden />}
                  {person.label}
                </Link>
              </th>
              {columns.map((column) => (
                <Cell key={column} person={person} column={column} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
