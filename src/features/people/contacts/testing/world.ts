import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ended, temporaryCollect } from '../../../../../test/engines/collect.ts'
import { p, sql } from '../../../../platform/warehouse/sql.ts'
import type { Warehouse } from '../../../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../../../admin/index.ts'
import type { Import } from '../../../collect/schema.ts'
import type { ImportedDecision } from '../carryOut.ts'
import type { ContactDryRun } from '../schema.ts'
import { openContactService } from '../service.ts'

export type ContactWorld = Awaited<ReturnType<typeof contactWorld>>

/** Imports of contacts on real engines, with decisions written straight into their table. */
export async function contactWorld(openWarehouse?: () => Promise<Warehouse>) {
  const world = await temporaryCollect(openWarehouse)
  const { collect, warehouse, postgres, directory } = world
  const erased = new Set<string>()
  const service = openContactService({
    db: postgres.db,
    warehouse,
    imports: collect.imports,
    directory,
    imported: () => {},
    now: Date.now,
    law: {
      suppressed: async (_, anchors) => new Set(anchors.filter((anchor) => erased.has(anchor))),
      record: async (workspace, decisions) =>
        warehouse.insert(
          'consents',
          decisions.map((one) => rowOf(workspace, one)),
        ),
    },
  })

  async function file(content: string | Uint8Array, name = `${randomUUID()}.csv`): Promise<string> {
    const path = join(directory, name)
    await writeFile(path, content)
    return path
  }

  return {
    ...world,
    /** What lies below it, with its own way to import events. */
    base: world,
    service,
    erased,
    file,
    async importPath(
      workspace: Workspace,
      path: string,
    ): Promise<Import & { readonly result: ContactDryRun | undefined }> {
      const { id } = await service.startLocal(workspace, path, undefined)
      const done = await ended(collect, workspace.id, id)
      const [result] = await service.results(workspace.id, id)
      return { ...done, result }
    },
    /** Everything that imports said about people, in an order of its own. */
    async state(workspace: Workspace) {
      const here = sql`where workspace = ${p.uuid(workspace.id)}`
      const [identities, edges, traits, consents, people] = await Promise.all([
        warehouse.rows<object>(sql`select kind, value from identities final ${here} order by kind, value`),
        warehouse.rows<object>(
          sql`select distinct toString(anchor) as a, toString(other) as b from edges ${here} order by a, b`,
        ),
        warehouse.rows<{ key: string; value: string }>(
          sql`select toString(anchor) as anchor, key, argMax(value, (at, import)) as value from traits ${here}
            group by anchor, key order by anchor, key`,
        ),
        warehouse.rows<{ purpose: string; state: string }>(
          sql`select toString(anchor) as anchor, purpose, toString(state) as state from consents ${here} order by anchor, purpose, at`,
        ),
        warehouse.rows<object>(
          sql`select toString(person) as person from paths final ${here} and notEmpty(times) order by person`,
        ),
      ])
      return { identities, edges, traits, consents, people }
    },
  }
}

const rowOf = (workspace: string, { atMs, expiresMs, proof, ...one }: ImportedDecision): object => ({
  workspace,
  ...one,
  at: atMs,
  expires: expiresMs,
  proof: JSON.stringify(proof),
})
