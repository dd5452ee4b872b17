import { IconFileOff } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { EmptyState } from '../../../../web/parts/EmptyState.tsx'
import { ErrorPanel } from '../../../../web/parts/ErrorPanel.tsx'
import { Loading } from '../../../../web/parts/Loading.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { problemOf } from '../../../../web/problem.ts'
import { useMay, useWorkspace } from '../../../../web/workspace.tsx'
import type { ContactPreview } from '../../contacts/schema.ts'
import { ContactMappingStep } from './ContactMappingStep.tsx'
import { ContactsSide } from './ContactsSide.tsx'
import styles from './contacts.module.css'
import { DropContacts } from './DropContacts.tsx'
import { PeopleLink } from './PeopleLink.tsx'
import { contactTexts } from './texts.ts'

const route = getRouteApi('/w/$workspace/people/contacts')

/** Contacts in and out: a file is sent, its columns checked, tried and imported. */
export function ContactsPage() {
  const { upload: texts } = useTexts(contactTexts)
  const { upload } = route.useSearch()
  const may = useMay()
  if (!may('edit')) {
    return (
      <EmptyState icon={<IconFileOff size={28} stroke={1.4} />} title={texts.viewer} alone>
        {texts.viewerText}
      </EmptyState>
    )
  }
  return upload === undefined ? <Start /> : <Look key={upload} upload={upload} />
}

function Start({ notice }: { notice?: string }) {
  const texts = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const navigate = route.useNavigate()
  const take = (preview: ContactPreview) => {
    const input = { workspace, upload: preview.upload }
    queries.setQueryData(api.people.contacts.preview.queryKey({ input }), preview)
    return navigate({ search: { upload: preview.upload } })
  }
  return (
    <Page>
      <TopBar parent={<PeopleLink />} here={texts.here} />
      <PageHeading title={texts.title} documentTitle={texts.here} lead={texts.lead} />
      {notice && (
        <p className={styles.note} role="status">
          {notice}
        </p>
      )}
      <DropContacts onDone={take} />
      <div className={styles.below}>
        <ContactsSide />
      </div>
    </Page>
  )
}

function Look({ upload }: { upload: string }) {
  const texts = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  const found = useQuery(
    api.people.contacts.preview.queryOptions({
      input: { workspace, upload },
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  )
  if (found.data) return <ContactMappingStep preview={found.data} />
  if (found.error && problemOf(found.error).status === 404) return <Start notice={texts.upload.gone} />
  return (
    <Page>
      <TopBar parent={<PeopleLink />} here={texts.here} />
      <PageHeading title={texts.title} lead={found.isPending ? texts.upload.looking : undefined} />
      {found.error ? <ErrorPanel error={found.error} onRetry={() => found.refetch()} /> : <Loading shape="list" />}
    </Page>
  )
}
