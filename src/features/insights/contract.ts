import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { Flow, FlowQuestion, Funnel, FunnelQuestion } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const tags = ['Reports']

export const insights = {
  funnel: endpoint('reports.see')
    .route({
      method: 'POST',
      path: '/w/{workspace}/reports/funnel',
      summary: 'How many people get how far along ordered steps',
      tags,
    })
    .input(inWorkspace.extend(FunnelQuestion.shape))
    .output(Funnel),
  flow: endpoint('reports.see')
    .route({ method: 'POST', path: '/w/{workspace}/reports/flow', summary: 'What people do step by step', tags })
    .input(inWorkspace.extend(FlowQuestion.shape))
    .output(Flow),
}
