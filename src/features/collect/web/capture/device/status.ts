import { h, sign } from './dom.ts'
import type { DeviceWords } from './words.ts'

export type Told = { readonly waiting: number; readonly failing: boolean }

/** The small line that says how much has not arrived yet. */
export function statusLine() {
  const element = h('span', { class: 'fc-status', role: 'status' })
  return {
    element,
    tell({ waiting, failing }: Told, words: DeviceWords): void {
      const offline = failing || !navigator.onLine
      const texts = [offline ? words.offline : '', waiting > 0 ? words.waiting(waiting) : ''].filter(
        (text) => text !== '',
      )
      element.dataset.waiting = String(waiting)
      element.replaceChildren(
        ...(offline ? [sign('wifi-off')] : waiting > 0 ? [sign('cloud-upload')] : [sign('check')]),
        texts.length > 0 ? texts.join(' · ') : words.allSent,
      )
    },
  }
}
