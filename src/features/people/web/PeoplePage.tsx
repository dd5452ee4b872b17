import { Button, Group, Pagination } from '@mantine/core'
import { IconFilterOff, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { TopBar } from '../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { ButtonLink } from '../../../web/parts/ButtonLink.tsx'
import { EmptyState } from '../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../web/parts/Page.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import { PeopleNav } from './contacts/PeopleNav.tsx'
import { ListTools } from './ListTools.tsx'
import { factsOf, ruleAsked, ruleIn, unreadable } from './listSearch.ts'
import { listTexts } from './listTexts.ts'
import { PeopleTable } from './PeopleTable.tsx'
import styles from './people.module.css'
import { RuleDrawer, type RuleOpening, RuleSaid, useRuleOpening } from './segments/RuleFilter.tsx'
import { type ListPlace, useListPlace } from './useListPlace.ts'
import { useRowKeys } from './useRowKeys.ts'

const pageSize = 50

function useFound({ workspace, asked, columns }: ListPlace) {
  const { search = '', page = 1, known = 'all', segment, sort = 'last', order = 'desc' } = asked
  return useQuery(
    api.people.list.queryOptions({
      input: {
        workspace,
        search,
        known,
        sort,
        order,
        ...(segment ? { segment } : {}),
        ...ruleAsked(asked),
        columns: factsOf(columns),
        offset: (page - 1) * pageSize,
        limit: pageSize,
      },
      placeholderData: keepPreviousData,
      enabled: asked.rule !== unreadable,
    }),
  )
}

export function PeoplePage() {
  const texts = useTexts(listTexts)
  const format = useFormat()
  const place = useListPlace()
  const field = useRef<HTMLInputElement>(null)
  const filter = useRuleOpening()
  useRowKeys(field)
  const found = useFound(place)
  const { asked, go } = place
  const total = found.data?.total ?? 0
  const narrowed = Boolean(asked.search || asked.known || asked.segment || asked.rule)
  const isReadable = asked.rule !== unreadable
  const isEmpty = found.data !== undefined && total === 0 && !narrowed
  const say = narrowed ? texts.found : texts.lead
  return (
    <Page>
      <TopBar here={texts.here}>
        <PeopleNav />
      </TopBar>
      <PageHeading
        title={texts.title}
        documentTitle={texts.here}
        lead={found.data && !isEmpty && <span role="status">{say(format.number(total), total === 1)}</span>}
      />
      {!isEmpty && <ListTools place={place} field={field} filter={filter} />}
      <RuleSaid place={place} filter={filter} />
      <RuleDrawer place={place} filter={filter} />
      {!isReadable && <Unreadable onDrop={() => go({ ...asked, rule: undefined, page: undefined })} />}
      {isReadable && found.isPending && <Loading shape="list" />}
      {found.error && <ErrorPanel error={found.error} onRetry={() => found.refetch()} />}
      {found.data && total === 0 && (
        <Nobody searching={narrowed} filter={ruleIn(asked) && filter} onClear={() => go({ columns: asked.columns })} />
      )}
      {found.data && total > 0 && <PeopleTable people={found.data.people} place={place} />}
      {total > pageSize && <Pages place={place} total={total} />}
      {found.data && total > 0 && <p className={styles.keys}>{texts.keys}</p>}
    </Page>
  )
}

function Pages({ place: { asked, go }, total }: { place: ListPlace; total: number }) {
  const texts = useTexts(listTexts)
  const format = useFormat()
  return (
    <Pagination
      className={styles.pages}
      total={Math.min(Math.ceil(total / pageSize), 2000)}
      value={asked.page ?? 1}
      onChange={(page) => go({ ...asked, page })}
      getItemProps={(n) => ({ 'aria-label': texts.page(format.number(n)) })}
      getControlProps={(control) => ({ 'aria-label': control === 'next' ? texts.laterPage : texts.earlierPage })}
      aria-label={texts.pages}
      size="sm"
    />
  )
}

type NobodyProps = {
  readonly searching: boolean
  /** The form of the rule, where one narrows the list. */
  readonly filter: RuleOpening | undefined
  readonly onClear: () => void
}

function Nobody({ searching, filter, onClear }: NobodyProps) {
  const texts = useTexts(listTexts)
  if (!searching) return <NobodyYet />
  return (
    <EmptyState
      icon={<IconUsers size={28} stroke={1.4} />}
      title={texts.nobody}
      action={
        <Group gap={8} justify="center">
          {filter && <Button onClick={filter.open}>{texts.rule.change}</Button>}
          <Button variant="default" onClick={onClear}>
            {texts.clear}
          </Button>
        </Group>
      }
    >
      {filter ? texts.rule.nobodyText : texts.nobodyText}
    </EmptyState>
  )
}

function NobodyYet() {
  const texts = useTexts(listTexts)
  const { id: workspace } = useWorkspace()
  return (
    <EmptyState
      icon={<IconUsers size={28} stroke={1.4} />}
      title={texts.empty}
      action={
        <ButtonLink to="/w/$workspace/welcome" params={{ workspace }} color="accent">
          {texts.firstSteps}
        </ButtonLink>
      }
    >
      {texts.emptyText}
    </EmptyState>
  )
}

function Unreadable({ onDrop }: { onDrop: () => void }) {
  const { rule } = useTexts(listTexts)
  return (
    <EmptyState
      icon={<IconFilterOff size={28} stroke={1.4} />}
      title={rule.unreadable}
      action={<Button onClick={onDrop}>{rule.drop}</Button>}
    >
      {rule.unreadableText}
    </EmptyState>
  )
}
