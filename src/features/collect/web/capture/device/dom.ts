import type { TileIcon } from '../../../capture/schema.ts'
import { type Sign, signPaths, tilePaths } from './icons.ts'

type Child = Node | string | null | undefined | false

type Facts = {
  readonly class?: string
  readonly onclick?: () => void
  readonly [attribute: string]: string | number | boolean | (() => void) | undefined
}

/** An element with attributes and children; `onclick` is the only listener that is needed everywhere. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  { onclick, ...attributes }: Facts = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || typeof value === 'function') continue
    element.setAttribute(name, value === true ? '' : String(value))
  }
  if (onclick) element.addEventListener('click', onclick)
  element.append(
    ...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false),
  )
  return element
}

const svg = 'http://www.w3.org/2000/svg'

function drawn(d: string): SVGSVGElement {
  const picture = document.createElementNS(svg, 'svg')
  const lines = { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'aria-hidden': 'true', class: 'fc-icon' }
  for (const [name, value] of Object.entries(lines)) picture.setAttribute(name, value)
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', d)
  picture.append(path)
  return picture
}

export const tileIcon = (icon: TileIcon): SVGSVGElement => drawn(tilePaths[icon])
export const sign = (name: Sign): SVGSVGElement => drawn(signPaths[name])

/** Puts the element in the place of everything else. */
export const show = (root: HTMLElement, element: HTMLElement): void => root.replaceChildren(element)
