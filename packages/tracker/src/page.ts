const clicks = ['gclid', 'gbraid', 'wbraid', 'msclkid', 'fbclid', 'ttclid', 'li_fat_id', 'twclid']
const campaign = {
  source: 'utm_source',
  medium: 'utm_medium',
  name: 'utm_campaign',
  term: 'utm_term',
  content: 'utm_content',
}

/** The address without what may be personal: of the query only campaign and click parameters, and no fragment. */
export function plainAddress(href: string): string {
  const url = new URL(href)
  const kept = new URLSearchParams()
  for (const [name, value] of url.searchParams) {
    if (clicks.includes(name) || Object.values(campaign).includes(name)) kept.append(name, value)
  }
  const query = kept.toString()
  return url.origin + url.pathname + (query && `?${query}`)
}

export function campaignOf(href: string): Record<string, string> {
  const { searchParams } = new URL(href)
  return Object.fromEntries(
    Object.entries(campaign).flatMap(([name, parameter]) => {
      const value = searchParams.get(parameter)
      return value ? [[name, value]] : []
    }),
  )
}

/** The host and path that led here; empty within one site, where it would only repeat the page before. */
export const referrerOf = (referrer: string, host: string): string => {
  if (!URL.canParse(referrer)) return ''
  const url = new URL(referrer)
  return url.host === host ? '' : url.origin + url.pathname
}
