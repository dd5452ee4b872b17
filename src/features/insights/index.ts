import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Admin } from '../admin/index.ts'
import { insightsRoutes } from './routes.ts'
import { openReports, type Reports } from './service.ts'

export { flowText, funnelText } from './print.ts'
export type { Flow, FlowQuestion, Funnel, FunnelQuestion } from './schema.ts'

export type Insights = Reports & { readonly routes: ReturnType<typeof insightsRoutes> }

/** Reports over what people did: funnel and flow. */
export function openInsights({
  warehouse,
  admin,
}: {
  warehouse: Warehouse
  admin: Pick<Admin, 'inWorkspace'>
}): Insights {
  const reports = openReports({ warehouse, inWorkspace: admin.inWorkspace })
  return { ...reports, routes: insightsRoutes(reports) }
}
