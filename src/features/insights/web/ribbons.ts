import type { Flow } from '../schema.ts'

/** `name` null gathers the events that are too rare to stand alone; `kinds` says how many they are. */
export type Node = {
  readonly key: string
  readonly position: number
  readonly name: string | null
  readonly kinds: number
  readonly people: number
  /** People whose path ends here. */
  readonly ended: number
  readonly y: number
  readonly height: number
}

export type Ribbon = {
  readonly key: string
  readonly from: Node
  readonly to: Node
  readonly people: number
  readonly fromY: number
  readonly toY: number
  readonly height: number
}

export type Ways = {
  readonly columns: readonly (readonly Node[])[]
  readonly ribbons: readonly Ribbon[]
  readonly height: number
}

type Size = { readonly height: number; readonly gap: number; readonly most: number; readonly least: number }
type Bundle = { readonly name: string; arriving: number; leaving: number; ended: number }

/** Who stands at each step: those who leave it or end there, or, at the last step, those who arrive. */
function bundlesOf({ links }: Flow): Map<number, Map<string, Bundle>> {
  const steps = new Map<number, Map<string, Bundle>>()
  const at = (position: number, name: string): Bundle => {
    const step = steps.get(position) ?? new Map<string, Bundle>()
    steps.set(position, step)
    const bundle = step.get(name) ?? { name, arriving: 0, leaving: 0, ended: 0 }
    step.set(name, bundle)
    return bundle
  }
  for (const { position, from, to, people } of links) {
    const start = at(position, from)
    start.leaving += people
    if (to === null) start.ended += people
    else at(position + 1, to).arriving += people
  }
  return steps
}

const sizeOf = ({ arriving, leaving }: Bundle): number => Math.max(arriving, leaving)

type Loose = Omit<Node, 'y' | 'height'>

function gather(position: number, step: ReadonlyMap<string, Bundle>, most: number): readonly Loose[] {
  const all = [...step.values()].sort((a, b) => sizeOf(b) - sizeOf(a) || a.name.localeCompare(b.name))
  const alone = all.length > most + 1 ? all.slice(0, most) : all
  const rest = all.slice(alone.length)
  const node = (name: string | null, bundles: readonly Bundle[]): Loose => ({
    key: `${position} ${name === null ? 'rest' : `is ${name}`}`,
    position,
    name,
    kinds: bundles.length,
    people: bundles.reduce((sum, bundle) => sum + sizeOf(bundle), 0),
    ended: bundles.reduce((sum, bundle) => sum + bundle.ended, 0),
  })
  return [...alone.map((bundle) => node(bundle.name, [bundle])), ...(rest.length > 0 ? [node(null, rest)] : [])]
}

/** One scale for all steps, linear in people, so that the fullest step fills the height. */
function scaleOf(columns: readonly (readonly Loose[])[], { height, gap, least }: Size): number {
  const scales = columns.map((column) => {
    const people = column.reduce((sum, node) => sum + node.people, 0)
    const room = height - gap * (column.length - 1) - least * column.length
    return people === 0 ? Number.POSITIVE_INFINITY : Math.max(room, 1) / people
  })
  return Math.min(...scales, height)
}

function stack(column: readonly Loose[], scale: number, { gap, least }: Size): readonly Node[] {
  let y = 0
  return column.map((node) => {
    const placed = { ...node, y, height: Math.max(node.people * scale, least) }
    y += placed.height + gap
    return placed
  })
}

/** Sums the links between gathered nodes and lays them along the nodes' edges, upper targets first. */
function toRibbons({ links }: Flow, columns: readonly (readonly Node[])[], scale: number): readonly Ribbon[] {
  const find = (position: number, name: string): Node | undefined => {
    const column = columns[position - 1] ?? []
    return column.find((node) => node.name === name) ?? column.find((node) => node.name === null)
  }
  const sums = new Map<string, { from: Node; to: Node; people: number }>()
  for (const link of links) {
    const from = find(link.position, link.from)
    const to = link.to === null ? undefined : find(link.position + 1, link.to)
    if (!from || !to) continue
    const key = `${from.key} > ${to.key}`
    const sum = sums.get(key) ?? { from, to, people: 0 }
    sums.set(key, { ...sum, people: sum.people + link.people })
  }
  const leaving = new Map<string, number>()
  const arriving = new Map<string, number>()
  const ordered = [...sums].sort(([, a], [, b]) => a.from.y - b.from.y || a.to.y - b.to.y)
  return ordered.map(([key, { from, to, people }]) => {
    const height = people * scale
    const fromY = leaving.get(from.key) ?? from.y
    const toY = arriving.get(to.key) ?? to.y
    leaving.set(from.key, fromY + height)
    arriving.set(to.key, toY + height)
    return { key, from, to, people, fromY, toY, height }
  })
}

/** Places the steps and ribbons of a flow; at most `most` events of a step stand alone. */
export function layWays(flow: Flow, depth: number, size: Size): Ways {
  const bundles = bundlesOf(flow)
  const loose = Array.from({ length: depth }, (_, i) => gather(i + 1, bundles.get(i + 1) ?? new Map(), size.most))
  const filled = loose.filter((column) => column.length > 0)
  const scale = scaleOf(filled, size)
  const columns = filled.map((column) => stack(column, scale, size))
  const bottoms = columns.map((column) => (column.at(-1)?.y ?? 0) + (column.at(-1)?.height ?? 0))
  return { columns, ribbons: toRibbons(flow, columns, scale), height: Math.max(...bottoms, 0) }
}
