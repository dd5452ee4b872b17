import { IconArrowsExchange, IconCopyCheck, IconUsersGroup } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ButtonLink } from '../../../../web/parts/ButtonLink.tsx'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import { segmentTexts } from '../segments/texts.ts'
import styles from './contacts.module.css'
import { contactTexts } from './texts.ts'

const iconless = { section: styles.navIcon }

/** Ways from the people to where they come from and to pairs of them that wait for a decision. */
export function PeopleNav() {
  const { nav } = useTexts(contactTexts)
  const { here: segments } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const may = useMay()
  const format = useFormat()
  const found = useQuery(
    api.people.duplicates.list.queryOptions({ input: { workspace, state: 'open', limit: 0 }, staleTime: 30_000 }),
  )
  const open = found.data?.open ?? 0
  return (
    <>
      <ButtonLink
        to="/w/$workspace/people/segments"
        params={{ workspace }}
        size="xs"
        variant="default"
        classNames={iconless}
        leftSection={<IconUsersGroup size={15} />}
        aria-label={segments}
      >
        <span className={styles.navText}>{segments}</span>
      </ButtonLink>
      {may('edit') && (
        <ButtonLink
          to="/w/$workspace/people/contacts"
          params={{ workspace }}
          size="xs"
          variant="default"
          classNames={iconless}
          leftSection={<IconArrowsExchange size={15} />}
          aria-label={nav.import}
        >
          <span className={styles.navText}>{nav.import}</span>
        </ButtonLink>
      )}
      <ButtonLink
        to="/w/$workspace/people/duplicates"
        params={{ workspace }}
        size="xs"
        variant="default"
        classNames={iconless}
        leftSection={<IconCopyCheck size={15} />}
        aria-label={open > 0 ? nav.waiting(format.number(open)) : nav.duplicates}
      >
        <span className={styles.navText}>{nav.duplicates}</span>
        {open > 0 && <span className={styles.count}>{format.number(open)}</span>}
      </ButtonLink>
    </>
  )
}
