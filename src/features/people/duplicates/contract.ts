import { z } from 'zod'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { Comparison, DuplicateDecision, Duplicates } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofPair = inWorkspace.extend({ duplicate: z.uuid() })
const tags = ['Duplicates']

export const duplicates = {
  list: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/duplicates',
      summary: 'Pairs of people who may be one, the surest first',
      tags,
    })
    .input(
      inWorkspace.extend({
        state: z.enum(['open', 'later']).default('open'),
        offset: z.coerce.number().int().min(0).max(100_000).default(0),
        limit: z.coerce.number().int().min(0).max(200).default(50),
      }),
    )
    .output(Duplicates),
  get: endpoint('people.see')
    .route({ method: 'GET', path: '/w/{workspace}/duplicates/{duplicate}', summary: 'Two people side by side', tags })
    .input(ofPair)
    .output(Comparison),
  search: endpoint('people.edit')
    .route({
      method: 'POST',
      path: '/w/{workspace}/duplicates/search',
      summary: 'Look for duplicates again',
      tags,
    })
    .input(inWorkspace)
    .output(z.object({ found: z.number(), compared: z.number() })),
  decide: endpoint('people.edit')
    .route({
      method: 'POST',
      path: '/w/{workspace}/duplicates/{duplicate}/decision',
      summary: 'Make two people one, say that they are not, or put the question off',
      tags,
    })
    .input(ofPair.extend({ decision: DuplicateDecision }))
    .output(z.object({ open: z.number(), person: z.string().nullable() })),
}
