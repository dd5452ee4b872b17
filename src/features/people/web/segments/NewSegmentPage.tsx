import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { api } from '../../../../web/api.ts'
import { TopBar } from '../../../../web/frame/TopBar.tsx'
import { useTexts } from '../../../../web/i18n.tsx'
import { Page, PageHeading } from '../../../../web/parts/Page.tsx'
import { useToast } from '../../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { SegmentDraft } from '../../segments/schema.ts'
import { SegmentForm } from './SegmentForm.tsx'
import { segmentTexts } from './texts.ts'
import { useRenewSegments } from './useSegments.ts'

const route = getRouteApi('/w/$workspace/people/segments/new')

/** The way back to all segments. */
export function ToSegments() {
  const { here } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  return (
    <Link to="/w/$workspace/people/segments" params={{ workspace }}>
      {here}
    </Link>
  )
}

/** A new segment by a rule, or a new list. */
export function NewSegmentPage() {
  const { form } = useTexts(segmentTexts)
  const { id: workspace } = useWorkspace()
  const { kind = 'rule', rule = null } = route.useSearch()
  const navigate = useNavigate()
  const renew = useRenewSegments()
  const toast = useToast()
  const save = async (draft: SegmentDraft) => {
    try {
      const { id } = await api.people.segments.create.call({ workspace, ...draft })
      await renew()
      await navigate({ to: '/w/$workspace/people/segments/$segment', params: { workspace, segment: id }, search: {} })
    } catch (error) {
      toast.problem(error)
    }
  }
  const title = kind === 'list' ? form.newList : form.newTitle
  return (
    <Page>
      <TopBar parent={<ToSegments />} here={title} />
      <PageHeading title={title} />
      <SegmentForm
        key={kind}
        kind={kind}
        draft={{ name: '', description: '', rule: kind === 'rule' ? rule : null }}
        onSave={save}
        onCancel={() => navigate({ to: '/w/$workspace/people/segments', params: { workspace } })}
      />
    </Page>
  )
}
