const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).hostname : undefined)

/** Whether a page of this origin may send: the list names it, a domain above it, or nothing at all. */
export function allowsOrigin(list: readonly string[], origin: string): boolean {
  if (list.length === 0) return true
  const host = hostOf(origin)
  if (host === undefined) return false
  return list.some((one) =>
    one.startsWith('*.') ? host === one.slice(2) || host.endsWith(one.slice(1)) : one === origin.toLowerCase(),
  )
}
