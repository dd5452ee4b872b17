import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { contract } from '../app/contract.ts'
import { fetchProblems } from '../platform/http/client.ts'
import { problemIn } from './problem.ts'

const link = new OpenAPILink(contract, {
  url: () => `${window.location.origin}/api`,
  fetch: fetchProblems,
  customErrorResponseBodyDecoder: (body, { status }) => {
    const problem = problemIn(body, status)
    return new ORPCError(problem.code, { status, message: problem.detail || problem.title, data: body })
  },
})

const client: ContractRouterClient<typeof contract> = createORPCClient(link)

/** Every endpoint as query and mutation options: `useQuery(api.people.list.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client)
