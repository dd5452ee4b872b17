import { ended, type FlowRow } from './flowSql.ts'
import type { Flow } from './schema.ts'

export function toFlow(rows: readonly FlowRow[], names: ReadonlyMap<number, string>): Flow {
  const nameOf = (code: number): string => names.get(code) ?? ''
  const people = rows.filter(({ position }) => position === 1).reduce((sum, row) => sum + row.people, 0)
  const links = rows
    .map(({ position, from, to, people }) => ({
      position,
      from: nameOf(from),
      to: to === ended ? null : nameOf(to),
      people,
    }))
    .sort((a, b) => a.position - b.position || b.people - a.people)
  return { people, links }
}
