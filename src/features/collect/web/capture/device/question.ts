import type { DeviceConfig } from '../../../capture/schema.ts'
import { h, sign, tileIcon } from './dom.ts'
import { bestFit, startOf } from './fit.ts'
import { type DeviceLanguage, deviceWords } from './words.ts'

export type Question = {
  readonly config: Pick<DeviceConfig, 'company' | 'name' | 'tiles'>
  readonly language: DeviceLanguage
  readonly onTile: (id: string, position: number) => void
  readonly onOther: () => void
  readonly onNone: () => void
  readonly onLanguage: () => void
  readonly status?: HTMLElement
}

export type Screen = { readonly element: HTMLElement; close(): void }

const longestWord = (texts: readonly string[]): number =>
  Math.max(...texts.flatMap((text) => text.split(/[\s/-]+/)).map((word) => word.length))

/** Lays the tiles out again whenever their space changes. */
function keepFitted(grid: HTMLElement, tiles: readonly HTMLElement[], longest: number): () => void {
  const place = (): void => {
    const { columns, font } = bestFit(tiles.length, grid.clientWidth, grid.clientHeight, longest)
    grid.style.gridTemplateColumns = `repeat(${columns * 2}, minmax(0, 1fr))`
    grid.style.setProperty('--font', `${font}px`)
    grid.dataset.columns = String(columns)
    tiles.forEach((tile, i) => {
      tile.style.gridColumn = `${startOf(i, tiles.length, columns)} / span 2`
    })
  }
  if (!('ResizeObserver' in window)) return () => {}
  const observer = new ResizeObserver(place)
  observer.observe(grid)
  return () => observer.disconnect()
}

/** Arrows move between tiles, digits choose one, 0 is "no answer". */
function keysFor(tiles: readonly HTMLElement[], grid: HTMLElement, none: HTMLElement) {
  return ({ key }: KeyboardEvent): void => {
    if (key === '0') none.click()
    if (/^[1-9]$/.test(key)) tiles[Number(key) - 1]?.click()
    const columns = Number(grid.dataset.columns ?? 1)
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
    }
    const step = steps[key]
    if (step === undefined) return
    const focused = document.activeElement
    const here = focused instanceof HTMLElement ? tiles.indexOf(focused) : -1
    const next = here < 0 ? 0 : here + step
    tiles[next]?.focus()
  }
}

/** The question with its tiles in the order given. */
export function questionScreen({ config, language, onTile, onOther, onNone, onLanguage, status }: Question): Screen {
  const words = deviceWords[language]
  const tiles = config.tiles.map((tile, i) =>
    h(
      'button',
      { class: 'fc-tile', type: 'button', 'data-tile': tile.id, onclick: () => onTile(tile.id, i + 1) },
      tileIcon(tile.icon),
      h('span', {}, tile[language]),
    ),
  )
  const grid = h('div', { class: 'fc-grid' }, ...tiles)
  const none = h('button', { class: 'fc-wide', type: 'button', 'data-none': true, onclick: onNone }, words.none)
  const other = h(
    'button',
    { class: 'fc-wide', type: 'button', 'data-other': true, onclick: onOther },
    sign('pencil'),
    words.other,
  )
  const element = h(
    'main',
    { class: 'fc-screen fc-question', lang: language },
    h(
      'header',
      { class: 'fc-head' },
      h('span', { class: 'fc-company' }, config.company),
      h(
        'button',
        { class: 'fc-small', type: 'button', lang: language === 'de' ? 'en' : 'de', onclick: onLanguage },
        words.language,
      ),
    ),
    h('h1', {}, words.question),
    grid,
    h('div', { class: 'fc-row' }, other, none),
    h('footer', { class: 'fc-foot' }, h('span', {}, config.name), status),
  )
  const unfit = keepFitted(grid, tiles, longestWord(config.tiles.map((tile) => tile[language])))
  const onKey = keysFor(tiles, grid, none)
  element.addEventListener('keydown', onKey)
  return { element, close: unfit }
}
