import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { useTexts } from '../../../../web/i18n.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import styles from './law.module.css'
import { protectionTexts } from './texts.ts'

/** What a person allowed, in short, on their profile; the rest is a page of its own. */
export function ConsentSummary({ person }: { person: string }) {
  const { consent: texts, data: page } = useTexts(protectionTexts)
  const { id: workspace } = useWorkspace()
  const { data } = useQuery(api.people.consent.of.queryOptions({ input: { workspace, person }, staleTime: 0 }))
  const known = data?.states.filter(({ state }) => state !== 'none') ?? []
  return (
    <section aria-labelledby="consents">
      <h2 id="consents">{texts.title}</h2>
      <ul className={styles.summary}>
        {known.map(({ purpose, state }) => (
          <li key={purpose}>
            <span>{texts.purposes[purpose]}</span>
            <span data-state={state}>{texts.states[state]}</span>
          </li>
        ))}
        {data && known.length === 0 && <li>{texts.nothing}</li>}
      </ul>
      <Link to="/w/$workspace/people/$person/protection" params={{ workspace, person }}>
        {page.short}
      </Link>
    </section>
  )
}
