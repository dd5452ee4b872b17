import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '../../../web/api.ts'
import { useTexts } from '../../../web/i18n.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { MergeEntry } from '../../collect/index.ts'
import { personTexts } from './personTexts.ts'

/** Merging and parting people, each with a toast that undoes it. */
export function useMerging() {
  const { id: workspace } = useWorkspace()
  const texts = useTexts(personTexts)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const toast = useToast()
  const joining = useMutation(api.collect.identity.join.mutationOptions())
  const parting = useMutation(api.collect.identity.part.mutationOptions())
  const undoing = useMutation(api.collect.identity.undo.mutationOptions())

  /** Every figure may have changed. */
  const renew = () => queries.invalidateQueries()
  const open = (person: string) => navigate({ to: '/w/$workspace/people/$person', params: { workspace, person } })

  /** The entry that the change just made has written. */
  async function newest(person: string, what: MergeEntry['what']): Promise<string | undefined> {
    const asked = api.collect.identity.mergesOf.queryOptions({ input: { workspace, person, limit: 20 } })
    const { entries } = await queries.fetchQuery({ ...asked, staleTime: 0 })
    return entries.find((entry) => entry.what === what && entry.undoable)?.id
  }

  async function undo(merge: string, said: string): Promise<void> {
    try {
      await undoing.mutateAsync({ workspace, merge })
      await renew()
      toast.done(said)
    } catch (problem) {
      toast.problem(problem)
    }
  }

  return {
    busy: joining.isPending || parting.isPending || undoing.isPending,
    undo,

    async join(person: string, other: string): Promise<boolean> {
      try {
        const whole = await joining.mutateAsync({ workspace, person, with: other })
        await renew()
        const entry = await newest(whole.person, 'joined')
        toast.done(
          texts.merge.done,
          entry ? () => void undo(entry, texts.merge.undone).then(() => open(person)) : undefined,
        )
        await open(whole.person)
        return true
      } catch (problem) {
        toast.problem(problem)
        return false
      }
    },

    /** `rest`: another identifier of the person, by which they go on where they went by the one that leaves. */
    async part(person: string, anchor: string, rest: string): Promise<void> {
      try {
        await parting.mutateAsync({ workspace, person, anchor })
        await renew()
        const left = anchor === person ? rest : person
        const entry = await newest(left, 'parted')
        if (left !== person) await open(left)
        toast.done(texts.part.done, entry ? () => void undo(entry, texts.part.undone) : undefined)
      } catch (problem) {
        toast.problem(problem)
      }
    },
  }
}
