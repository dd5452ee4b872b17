import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { commonFault } from '../../../kernel/fault.ts'
import { Id } from '../../../kernel/words.ts'
import { asked } from '../../../platform/http/outside.ts'
import type { Admin } from '../../admin/index.ts'
import { anchorOf, type Collect, requestKey } from '../../collect/index.ts'
import type { Present } from '../protection/present.ts'
import type { PreferencesPage } from './preferences.ts'

export type LinkDeps = {
  readonly admin: Pick<Admin, 'audit'>
  readonly sources: Pick<Collect['sources'], 'find'>
  readonly page: Pick<PreferencesPage, 'token'>
  readonly present: Present
}

const Asked = z.object({ writeKey: z.string().max(200).default(''), userId: Id })

/**
 * `POST /v1/preference-link`: the path of the page on which one customer decides, for the systems that write to customers
 * themselves and have a secret key. Colleagues never get it: what is done with it counts as done by the customer.
 */
export function serveLink(app: FastifyInstance, { admin, sources, page, present }: LinkDeps): void {
  app.post('/v1/preference-link', { config: { right: 'source-key' } }, async (request, reply) => {
    const { writeKey, userId } = asked(Asked, request.body)
    const key = await sources.find(requestKey(request.headers.authorization, { writeKey }))
    if (!key) throw commonFault('caller.unknown', 'The write key is not known')
    if (!key.source.trusted) throw commonFault('caller.forbidden', 'Only the secret key of a server may ask for this')
    const { workspace, slug } = key.source
    const { person } = await present(workspace, anchorOf(workspace, 'user', userId))
    const details = { source: slug }
    await admin.audit.write({ workspace, caller: 'system', action: 'people.preferences.link', person, details })
    return reply
      .header('cache-control', 'no-store')
      .send({ path: `/preferences/${await page.token(workspace, person)}` })
  })
}
