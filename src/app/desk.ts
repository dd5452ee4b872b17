import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createRouterClient } from '@orpc/server'
import type { Config } from '../platform/config.ts'
import { lossSentence } from '../platform/folder/lost.ts'
import { errorOfProblem, fetchProblems } from '../platform/http/client.ts'
import { holderOf } from '../platform/lock.ts'
import { contract } from './contract.ts'
import { startFault } from './faults.ts'

export type Client = ContractRouterClient<typeof contract>

/** The product as a local program uses it: through the server that has the data open, else by itself. */
export type Desk = {
  readonly client: Client
  /** What of the data is missing. */
  readonly warning?: string | undefined
  close(): Promise<void>
}

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
  return { client, warning: lossSentence(product.lost), close: () => product.close() }
}

/** From now on what is in the data folder, and on the servers named, is what belongs there. */
export async function adopt(config: Config): Promise<string> {
  const { openProduct } = await import('./product.ts')
  const product = await openProduct(config, { adopt: true })
  await product.close()
  return `The data folder ${config.data} stands as it is now.`
}
