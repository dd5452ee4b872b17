import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Flow, FlowQuestion, Funnel, FunnelQuestion } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const tags = ['Reports']

export const insights = {
  funnel: oc
    .route({
      method: 'POST',
      path: '/w/{workspace}/reports/funnel',
      summary: 'How many people get how far along ordered steps',
      tags,
    })
    .input(inWorkspace.extend(FunnelQuestion.shape))
    .output(Funnel),
  flow: oc
    .route({ method: 'POST', path: '/w/{workspace}/reports/flow', summary: 'What people do step by step', tags })
    .input(inWorkspace.extend(FlowQuestion.shape))
    .output(Flow),
}
