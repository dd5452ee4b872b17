import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Audit, Placed, Workspace } from '../admin/index.ts'
import { type Narrow, openList, type Window } from './list/service.ts'
import { openProfile, type TimelineQuestion } from './profile/service.ts'
import type { PeopleFilter, PeopleOrder } from './schema.ts'
import { openTraits } from './traits/service.ts'

export type PeopleDeps = {
  readonly warehouse: Warehouse
  readonly admin: { readonly audit: Pick<Audit, 'write'> }
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
  const traits = openTraits({ warehouse, now })
  const list = openList({ warehouse, traits, narrows })
  const profiles = openProfile({ warehouse, traits })

  return {
    traitsOf: traits.traitsOf,
    statementsOf: traits.statements,
    labelsOf: traits.labelsOf,
    personOf: profiles.personOf,

    async list({ id: workspace, language }: Workspace, { offset, limit, columns, ...rest }: ListQuestion) {
      const asked = { workspace, language, columns, filter: filterOf(rest), order: orderOf(rest) }
      return list.page(asked, { offset, limit })
    },

    /** Everybody whom the filter shows, for a file: who took it is written into the audit log. */
    async everybody({ caller, workspace: settings }: Placed, { columns, ...rest }: ExportQuestion) {
      const { id: workspace, language, timeZone } = settings
      const asked = { workspace, language, columns, filter: filterOf(rest), order: orderOf(rest) }
      await admin.audit.write({ workspace, caller, action: 'people.export', details: { columns: columns.join(' ') } })
      return { timeZone, batches: list.everybody(asked) }
    },

    profile: ({ id, language }: Workspace, person: string) => profiles.profile(id, language, person),

    timeline: ({ id, language }: Workspace, { person, ...question }: TimelineQuestion & { person: string }) =>
      profiles.timeline(id, language, person, question),

    async correct({ id: workspace, language }: Workspace, asked: string, key: string, value: string | null) {
      const { personId } = await profiles.profile(workspace, language, asked)
      const before = await traits.correct(workspace, personId, key, value)
      return { before }
    },
  }
}

export type PeopleService = ReturnType<typeof openPeopleService>
