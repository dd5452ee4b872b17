import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Audit, Caller, InWorkspace } from '../admin/index.ts'
import { type Narrow, openList, type Window } from './list/service.ts'
import { openProfile, type TimelineQuestion } from './profile/service.ts'
import type { PeopleFilter, PeopleOrder } from './schema.ts'
import { openTraits } from './traits/service.ts'

export type PeopleDeps = {
  readonly warehouse: Warehouse
  readonly admin: { readonly inWorkspace: InWorkspace; readonly audit: Pick<Audit, 'write'> }
  /** Further parts of the filter, such as segments. */
  readonly narrows?: readonly Narrow[]
  readonly now?: () => number
}

export type ListQuestion = PeopleFilter & PeopleOrder & Window & { readonly columns: readonly string[] }
export type ExportQuestion = PeopleFilter & PeopleOrder & { readonly columns: readonly string[] }

const filterOf = ({ search, known, segment, rule }: PeopleFilter): PeopleFilter => ({ search, known, segment, rule })
const orderOf = ({ sort, order }: PeopleOrder): PeopleOrder => ({ sort, order })

/** People: lists of them, what is known of each, and what they did. */
export function openPeopleService({ warehouse, admin, narrows = [], now = Date.now }: PeopleDeps) {
  const { inWorkspace } = admin
  const traits = openTraits({ warehouse, now })
  const list = openList({ warehouse, traits, narrows })
  const profiles = openProfile({ warehouse, traits })

  return {
    traitsOf: traits.traitsOf,
    statementsOf: traits.statements,
    labelsOf: traits.labelsOf,
    personOf: profiles.personOf,

    async list(caller: Caller, workspace: string, { offset, limit, columns, ...rest }: ListQuestion) {
      const { language } = await inWorkspace(caller, workspace, 'view')
      const asked = { workspace, language, columns, filter: filterOf(rest), order: orderOf(rest) }
      return list.page(asked, { offset, limit })
    },

    /** Everybody whom the filter shows, for a file: who took it is written into the audit log. */
    async everybody(caller: Caller, workspace: string, { columns, ...rest }: ExportQuestion) {
      const { language, timeZone } = await inWorkspace(caller, workspace, 'edit')
      const asked = { workspace, language, columns, filter: filterOf(rest), order: orderOf(rest) }
      await admin.audit.write({ workspace, caller, action: 'people.export', details: { columns: columns.join(' ') } })
      return { timeZone, batches: list.everybody(asked) }
    },

    async profile(caller: Caller, workspace: string, person: string) {
      const { language } = await inWorkspace(caller, workspace, 'view')
      return profiles.profile(workspace, language, person)
    },

    async timeline(caller: Caller, workspace: string, { person, ...question }: TimelineQuestion & { person: string }) {
      const { language } = await inWorkspace(caller, workspace, 'view')
      return profiles.timeline(workspace, language, person, question)
    },

    async correct(caller: Caller, workspace: string, asked: string, key: string, value: string | null) {
      const { language } = await inWorkspace(caller, workspace, 'edit')
      const { personId } = await profiles.profile(workspace, language, asked)
      const before = await traits.correct(workspace, personId, key, value)
      return { before }
    },
  }
}

export type PeopleService = ReturnType<typeof openPeopleService>
