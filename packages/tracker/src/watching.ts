import type { Values } from './device.ts'

type Track = (name: string, properties: Values) => void

const properties = (element: Element): Record<string, string> =>
  Object.fromEntries(
    [...element.attributes]
      .filter(({ name }) => name.startsWith('data-fw-'))
      .map(({ name, value }) => [name.slice(8), value.slice(0, 200)]),
  )

/** Calls `show` for every address the page takes on, also within a single-page app. */
export function watchPages(show: () => void): void {
  let seen = ''
  const look = () => {
    const here = location.pathname + location.search
    if (here !== seen) {
      seen = here
      show()
    }
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const before = history[name]
    history[name] = function (...given) {
      before.apply(this, given)
      // The title follows the address.
      setTimeout(look)
    }
  }
  addEventListener('popstate', () => setTimeout(look))
  addEventListener('pageshow', (event) => event.persisted && show())
  look()
}

export function watchClicks(track: Track): void {
  const seen = (event: Event) => {
    const target = event.target instanceof Element ? event.target : null
    const marked = target?.closest('[data-fw]')
    if (marked) track(marked.getAttribute('data-fw') || 'click', properties(marked))
    const link = target?.closest('a[href]')
    if (!(link instanceof HTMLAnchorElement) || !/^https?:$/.test(link.protocol) || link.host === location.host) return
    track('outbound_click', { host: link.host, path: link.pathname })
  }
  addEventListener('click', seen, true)
  addEventListener('auxclick', seen, true)
}

export function watchForms(track: Track): void {
  addEventListener(
    'submit',
    ({ target }) => {
      if (!(target instanceof HTMLFormElement)) return
      const form = target.getAttribute('name') ?? target.id
      track('form_submitted', { form, ...properties(target) })
    },
    true,
  )
}
