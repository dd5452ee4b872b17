import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Finding = {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/** What axe calls serious or critical; `rules` narrows it to these. */
export async function seriousFaults(page: Page, rules: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const options = { resultTypes: ['violations'], ...(rules.length > 0 ? { runOnly: [...rules] } : {}) }
  const found: Finding[] = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then((r) => r.violations)`,
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `axe ${id}: ${nodes.slice(0, 3).map(told).join(' | ')}`)
}

const told = ({ target, failureSummary = '' }: Finding['nodes'][number]): string =>
  `${target.join(' ')} ${failureSummary.split('\n')[1]?.trim() ?? ''}`

/** Runs in the page: texts that a box around them cuts off, and a document that is wider than the window. */
function cutTexts(): string[] {
  const clips = (style: CSSStyleDeclaration) => ({
    x: ['hidden', 'clip'].includes(style.overflowX),
    y: ['hidden', 'clip'].includes(style.overflowY),
    scrolls: [style.overflowX, style.overflowY].some((one) => one === 'auto' || one === 'scroll'),
  })
  const isHidden = (element: Element): boolean =>
    !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const saysItElsewhere = (element: Element): boolean => element.closest('[title], [data-whole], option') !== null

  const cutBy = (text: DOMRect, from: Element): string | undefined => {
    for (let box: Element | null = from; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box)
      const { x, y, scrolls } = clips(style)
      const rect = box.getBoundingClientRect()
      if ((x || y) && (rect.width < 2 || rect.height < 2)) return undefined
      if (scrolls) return undefined
      if (x && (text.right > rect.right + 1.5 || text.left < rect.left - 1.5)) return 'sideways'
      if (y && (text.bottom > rect.bottom + 3 || text.top < rect.top - 3)) return 'in height'
      if (style.position === 'fixed') return undefined
    }
    return undefined
  }

  const canvas = document.createElement('canvas').getContext('2d')
  const widthOf = (text: string, field: Element): number => {
    if (!canvas) return 0
    canvas.font = getComputedStyle(field).font
    return canvas.measureText(text).width
  }
  const roomIn = (field: Element): number => {
    const { paddingLeft, paddingRight } = getComputedStyle(field)
    return field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) + 1
  }

  const found = new Set<string>()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement
    const text = node.textContent?.trim() ?? ''
    if (!parent || text === '' || ['SCRIPT', 'STYLE'].includes(parent.tagName)) continue
    if (isHidden(parent) || saysItElsewhere(parent)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      const how = rect.width > 0 ? cutBy(rect, parent) : undefined
      if (how) found.add(`cut off ${how}: "${text.slice(0, 60)}"`)
    }
  }
  for (const field of document.querySelectorAll<HTMLInputElement>('input')) {
    const shown = field.value === '' ? field.placeholder : field.value
    const isText = ['text', 'search', 'email'].includes(field.type) && shown !== ''
    const isToCopy = field.readOnly && !field.matches('[aria-haspopup]')
    if (!isText || isToCopy || isHidden(field)) continue
    if (field.value === '' ? widthOf(shown, field) > roomIn(field) : field.scrollWidth > field.clientWidth + 1)
      found.add(`cut off in a field: "${shown.slice(0, 60)}"`)
  }
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (wide > 0) found.add(`the page is ${wide} px wider than the window`)
  return [...found]
}

export const cutOff = (page: Page): Promise<string[]> => page.evaluate(cutTexts)
