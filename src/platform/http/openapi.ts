import type { AnyContractRouter } from '@orpc/contract'
import { type OpenAPI, OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { FastifyInstance } from 'fastify'
import { docsPage } from './docs.ts'
import { sendPage } from './pages.ts'

const info = {
  title: 'Fernweh',
  version: '1',
  description:
    'Everything the web app can do. Sign in with a session cookie, or from this machine with the token in server.json as `Authorization: Bearer`. Failures are RFC 9457 problems.',
}

/** The contract as an OpenAPI 3.1 document. */
export function describeApi(contract: AnyContractRouter): Promise<OpenAPI.Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, { info, servers: [{ url: '/api' }] })
}

/** The document at /api/openapi.json and a page to read it at /api/docs. */
export function serveDescription(app: FastifyInstance, contract: AnyContractRouter): void {
  let made: Promise<OpenAPI.Document> | undefined
  const document = () => {
    made ??= describeApi(contract)
    return made
  }
  app.get('/api/openapi.json', { config: { right: 'anybody' } }, async (_request, reply) =>
    reply.send(await document()),
  )
  app.get('/api/docs', { config: { right: 'anybody' } }, async (_request, reply) =>
    sendPage(reply, docsPage(await document())),
  )
}
