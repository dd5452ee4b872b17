import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import { insightsRoutes } from './routes.ts'
import { openReports, type Reports } from './service.ts'

export { flowText, funnelText } from './print.ts'
export type { Flow, FlowQuestion, Funnel, FunnelQuestion } from './schema.ts'

export type Insights = Reports & { readonly routes: ReturnType<typeof insightsRoutes> }

/** Reports over what people did: funnel and flow. */
export function openInsights(warehouse: Warehouse): Insights {
  const reports = openReports(warehouse)
  return { ...reports, routes: insightsRoutes(reports) }
}
