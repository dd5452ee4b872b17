import type { Period } from '../../kernel/figures.ts'
import { momentsOf } from '../../kernel/period.ts'
import type { Warehouse } from '../../platform/warehouse/warehouse.ts'
import type { Workspace } from '../admin/index.ts'
import { type Codes, readCodes, type Scope } from '../collect/index.ts'
import { insightsFault } from './faults.ts'
import { toFlow } from './flow.ts'
import { type FlowRow, flowSql } from './flowSql.ts'
import { spanMs, toFunnel } from './funnel.ts'
import { type Breakdown, brokenDownSql, type FunnelRow, funnelSql } from './funnelSql.ts'
import { namesLike } from './names.ts'
import type { Flow, FlowQuestion, Funnel, FunnelQuestion } from './schema.ts'

function codeOf(codes: Codes, name: string): number {
  const code = codes.eventCode(name)
  if (code > 0) return code
  const near = namesLike(name, [...codes.events.values()])
  const hint = near.length > 0 ? ` Did you mean ${near.map((one) => `"${one}"`).join(', ')}?` : ''
  throw insightsFault('event.unknown', `There is no event "${name}".${hint}`, { name, near })
}

export function openReports(warehouse: Warehouse) {
  async function prepare({ id: workspace, timeZone }: Workspace, period: Period | null) {
    const scope: Scope = { workspace, period: period ? momentsOf(period, timeZone) : null }
    return { scope, codes: await readCodes(warehouse, workspace) }
  }

  return {
    async funnel(workspace: Workspace, question: FunnelQuestion): Promise<Funnel> {
      const { scope, codes } = await prepare(workspace, question.period)
      const steps = question.steps.map((name) => codeOf(codes, name))
      const plan = { scope, steps, windowMs: spanMs(question.within) }
      const { by } = question
      const [name = ''] = question.steps
      const breakdown: Breakdown | null =
        by === null ? null : by === 'channel' ? { by } : { by: 'property', name, key: by }
      const query = breakdown ? brokenDownSql(plan, breakdown) : funnelSql(plan)
      const rows = await warehouse.rows<FunnelRow>(query, { tag: 'funnel' })
      const channelName = (value: string): string => codes.channels.get(Number(value)) ?? ''
      const groupName = breakdown === null ? null : by === 'channel' ? channelName : (value: string) => value
      return toFunnel(question.steps, rows, groupName)
    },

    async flow(workspace: Workspace, question: FlowQuestion): Promise<Flow> {
      const { scope, codes } = await prepare(workspace, question.period)
      const { depth, collapse } = question
      const from = question.from === null ? null : codeOf(codes, question.from)
      const rows = await warehouse.rows<FlowRow>(flowSql({ scope, from, depth, collapse }), { tag: 'flow' })
      return toFlow(rows, codes.events)
    },
  }
}

export type Reports = ReturnType<typeof openReports>
