import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createRouterClient } from '@orpc/server'
import type { Config } from '../platform/config.ts'
import { errorOfProblem, fetchProblems } from '../platform/http/client.ts'
import { holderOf } from '../platform/lock.ts'
import { contract } from './contract.ts'
import { startFault } from './faults.ts'

export type Client = ContractRouterClient<typeof contract>

/** The product as a local program uses it: through the server that has the data open, else by itself. */
export type Desk = { readonly client: Client; close(): Promise<void> }

function remoteDesk(port: number, token: string): Desk {
  const link = new OpenAPILink(contract, {
    url: `http://127.0.0.1:${port}/api`,
    headers: { authorization: `Bearer ${token}` },
    fetch: (...request: Parameters<typeof fetchProblems>) =>
      fetchProblems(...request).catch(() => {
        throw startFault('server.gone', `The Fernweh server on port ${port} ended. Ask again once it has started.`)
      }),
    customErrorResponseBodyDecoder: errorOfProblem,
  })
  return { client: createORPCClient(link), close: async () => {} }
}

export async function openDesk(config: Config): Promise<Desk> {
  const holder = holderOf(config.data)
  if (holder?.port && holder.token) return remoteDesk(holder.port, holder.token)
  const [{ openProduct }, { router }] = await Promise.all([import('./product.ts'), import('./router.ts')])
  const product = await openProduct(config)
  const client = createRouterClient(router(product), { context: { caller: { kind: 'local' } } })
  return { client, close: () => product.close() }
}
