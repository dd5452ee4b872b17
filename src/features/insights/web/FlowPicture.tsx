import { VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useId, useMemo, useState } from 'react'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import type { Flow } from '../schema.ts'
import styles from './insights.module.css'
import { layWays, type Node, type Ribbon, type Ways } from './ribbons.ts'
import { insightsTexts } from './texts.ts'

const size = { height: 440, gap: 26, most: 6, least: 3 }
const top = 44
const barWidth = 7
const leastColumn = 168
const hues = 6

/** An event keeps its hue through all steps. */
function huesOf({ columns }: Ways): ReadonlyMap<string, string> {
  const names = [...new Set(columns.flatMap((column) => column.flatMap(({ name }) => (name === null ? [] : [name]))))]
  return new Map(names.map((name, i) => [name, `var(--p${1 + (i % hues)})`]))
}

function band({ fromY, toY, height }: Ribbon, left: number, right: number): string {
  const middle = (left + right) / 2
  const upper = `M${left} ${fromY}C${middle} ${fromY} ${middle} ${toY} ${right} ${toY}`
  return `${upper}V${toY + height}C${middle} ${toY + height} ${middle} ${fromY + height} ${left} ${fromY + height}Z`
}

type Props = { readonly flow: Flow; readonly depth: number; readonly onFrom: (name: string) => void }

/** Steps as columns of bars, people as ribbons between them; height is linear in people. */
export function FlowPicture({ flow, depth, onFrom }: Props) {
  const { flow: texts } = useTexts(insightsTexts)
  const { ref, width } = useElementSize()
  const [lit, setLit] = useState<string | null>(null)
  const ways = useMemo(() => layWays(flow, depth, size), [flow, depth])
  const colours = useMemo(() => huesOf(ways), [ways])
  const column = Math.max(leastColumn, ways.columns.length === 0 ? 0 : width / ways.columns.length)
  const colourOf = ({ name }: Node) => (name === null ? 'var(--line-strong)' : (colours.get(name) ?? 'var(--p1)'))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.flow} ref={ref} tabIndex={0} aria-label={texts.chart}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the section around it carries the name; a title would be its tooltip */}
      <svg width={column * ways.columns.length} height={ways.height + top + 24}>
        <g transform={`translate(0 ${top})`}>
          {ways.ribbons.map((ribbon) => (
            <RibbonView
              key={ribbon.key}
              ribbon={ribbon}
              column={column}
              colour={colourOf(ribbon.from)}
              faded={lit !== null && ribbon.from.key !== lit && ribbon.to.key !== lit}
            />
          ))}
          {ways.columns.map((nodes, i) => (
            <StepView
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              key={i}
              place={i}
              nodes={nodes}
              column={column}
              everybody={flow.people}
              colourOf={colourOf}
              onLit={setLit}
              onFrom={onFrom}
            />
          ))}
        </g>
      </svg>
    </section>
  )
}

type RibbonProps = {
  readonly ribbon: Ribbon
  readonly column: number
  readonly colour: string
  readonly faded: boolean
}

function RibbonView({ ribbon, column, colour, faded }: RibbonProps) {
  const { flow: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const left = (ribbon.from.position - 1) * column + barWidth
  const nameOf = ({ name, kinds }: Node) => name ?? texts.other(format.number(kinds))
  const share = format.percent(ribbon.people / Math.max(ribbon.from.people, 1))
  return (
    <path
      className={styles.ribbon}
      data-faded={faded || undefined}
      d={band(ribbon, left, left + column - barWidth)}
      fill={colour}
    >
      <title>{texts.link(nameOf(ribbon.from), nameOf(ribbon.to), format.number(ribbon.people), share)}</title>
    </path>
  )
}

type StepProps = {
  readonly place: number
  readonly nodes: readonly Node[]
  readonly column: number
  readonly everybody: number
  readonly colourOf: (node: Node) => string
  readonly onLit: (key: string | null) => void
  readonly onFrom: (name: string) => void
}

function StepView({ place, nodes, column, ...rest }: StepProps) {
  const { flow: texts } = useTexts(insightsTexts)
  const format = useFormat()
  return (
    <g transform={`translate(${place * column} 0)`}>
      <text className={styles.flowHead} y={-24}>
        {texts.step(format.number(place + 1))}
      </text>
      {nodes.map((node) => (
        <NodeView key={node.key} node={node} room={column - barWidth - 16} {...rest} />
      ))}
    </g>
  )
}

type NodeProps = Omit<StepProps, 'place' | 'nodes' | 'column'> & { readonly node: Node; readonly room: number }

function NodeView({ node, room, everybody, colourOf, onLit, onFrom }: NodeProps) {
  const { flow: texts } = useTexts(insightsTexts)
  const format = useFormat()
  const name = node.name ?? texts.other(format.number(node.kinds))
  const share = format.percent(node.people / Math.max(everybody, 1))
  const ends = node.ended > 0 ? texts.endsHere(format.number(node.ended), format.percent(node.ended / node.people)) : ''
  const label = [texts.node(name, format.number(node.people), share), ends].filter(Boolean).join('. ')
  const lights = { onPointerEnter: () => onLit(node.key), onPointerLeave: () => onLit(null) }
  return (
    <g {...lights}>
      <rect className={styles.nodeBar} y={node.y} width={barWidth} height={node.height} rx={2} fill={colourOf(node)}>
        <title>{label}</title>
      </rect>
      {node.ended > 0 && <Leaving node={node} colour={colourOf(node)} />}
      <foreignObject x={barWidth + 5} y={node.y - 2} width={room} height={Math.max(node.height, size.gap) + 8}>
        {node.name === null ? (
          <div className={styles.nodeText} title={label}>
            <b>{name}</b>
            <span>{format.number(node.people)}</span>
          </div>
        ) : (
          <button
            type="button"
            className={styles.nodeText}
            title={label}
            onFocus={() => onLit(node.key)}
            onBlur={() => onLit(null)}
            onClick={() => node.name !== null && onFrom(node.name)}
          >
            <b>{name}</b>
            <span>{format.number(node.people)}</span>
            <VisuallyHidden>{label}</VisuallyHidden>
          </button>
        )}
      </foreignObject>
    </g>
  )
}

/** Those who end here fade away beside the lower end of their bar. */
function Leaving({ node, colour }: { node: Node; colour: string }) {
  const id = useId()
  const height = (node.ended / Math.max(node.people, 1)) * node.height
  return (
    <>
      <linearGradient id={id}>
        <stop offset="0" stopColor={colour} stopOpacity={0.45} />
        <stop offset="1" stopColor={colour} stopOpacity={0} />
      </linearGradient>
      <rect x={barWidth} y={node.y + node.height - height} width={34} height={height} fill={`url(#${id})`} />
    </>
  )
}
