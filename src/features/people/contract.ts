import { oc } from '@orpc/contract'
import { z } from 'zod'
import { PersonRow, Timeline } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const tags = ['People']

export const people = {
  list: oc
    .route({
      method: 'GET',
      path: '/w/{workspace}/people',
      summary: 'People, latest contact first; `search` finds identifiers',
      tags,
    })
    .input(
      inWorkspace.extend({
        search: z.string().max(200).default(''),
        offset: z.coerce.number().int().min(0).max(100_000).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ people: z.array(PersonRow), total: z.number() })),
  timeline: oc
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/timeline',
      summary: 'Every touch of one person, newest first',
      tags,
    })
    .input(
      inWorkspace.extend({
        person: z.string().regex(/^\d{1,39}$/),
        before: z.iso.datetime().optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(Timeline),
}
