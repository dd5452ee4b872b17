import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PersonRule } from '../../../../kernel/personRule.ts'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import { Faces } from './Faces.tsx'
import styles from './segments.module.css'
import { segmentTexts } from './texts.ts'

type Props = { readonly rule: PersonRule | null }

function useRulePreview(rule: PersonRule | null) {
  const { id: workspace } = useWorkspace()
  const [asked] = useDebouncedValue(rule, 350)
  return useQuery(
    api.people.segments.preview.queryOptions({
      input: { workspace, rule: asked ?? { any: [] } },
      enabled: asked !== null,
      placeholderData: keepPreviousData,
    }),
  )
}

/** How many satisfy the rule at this moment, in one line. */
export function RuleCount({ rule }: { rule: PersonRule }) {
  const { form, ofEverybody } = useTexts(segmentTexts)
  const format = useFormat()
  const { data, error, isFetching, refetch } = useRulePreview(rule)
  if (error) return <ErrorPanel error={error} onRetry={() => refetch()} />
  if (!data) return null
  const { people, everybody } = data
  return (
    <p role="status" aria-busy={isFetching || undefined}>
      {form.live}: <b>{ofEverybody(format.number(people), format.number(everybody))}</b>
      {everybody > 0 && ` · ${format.percent(people / everybody)}`}
    </p>
  )
}

/** Who satisfies the rule at this moment. */
export function RulePreview({ rule }: Props) {
  const { form, ofEverybody } = useTexts(segmentTexts)
  const format = useFormat()
  const { data, error, isFetching, refetch } = useRulePreview(rule)
  return (
    <aside className={styles.preview} aria-label={form.live}>
      <h2>{form.live}</h2>
      {rule === null && <p className={styles.note}>{form.unfinished}</p>}
      {rule !== null && error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {rule !== null && !error && data && (
        <div aria-busy={isFetching || undefined}>
          <p className={styles.big} role="status">
            {format.number(data.people)}
            <small>
              {ofEverybody(format.number(data.people), format.number(data.everybody))}
              {data.everybody > 0 && ` · ${format.percent(data.people / data.everybody)}`}
            </small>
          </p>
          {data.sample.length > 0 && <p className={styles.note}>{form.sample}</p>}
          <Faces people={data.sample} />
        </div>
      )}
    </aside>
  )
}
