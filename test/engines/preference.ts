import { tokenOf } from '../../src/features/people/consent/token.ts'
import type { TemporaryProduct } from './product.ts'

/** The secret end of a customer's link, made as the product makes it: nobody who works there can ask for one. */
export async function preferenceToken(
  { client, postgres }: Pick<TemporaryProduct, 'client' | 'postgres'>,
  workspace: string,
  person: string,
): Promise<string> {
  await client.people.consent.settings({ workspace })
  const { rows } = await postgres.pool.query<{ secret: string }>('select secret from privacy where workspace_id = $1', [
    workspace,
  ])
  return tokenOf(rows[0]?.secret ?? '', workspace, person)
}
