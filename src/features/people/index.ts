import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Admin } from '../admin/index.ts'
import { peopleRoutes } from './routes.ts'
import { openPeopleService, type PeopleService } from './service.ts'

export type { PersonRow, Timeline, TimelineEvent } from './schema.ts'

export type People = PeopleService & { readonly routes: ReturnType<typeof peopleRoutes> }

/** People and what they did. */
export function openPeople({ warehouse, admin }: { warehouse: Warehouse; admin: Pick<Admin, 'inWorkspace'> }): People {
  const service = openPeopleService({ warehouse, inWorkspace: admin.inWorkspace })
  return { ...service, routes: peopleRoutes(service) }
}
