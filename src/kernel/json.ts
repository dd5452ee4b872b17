import { commonFault } from './fault.ts'
import { storable } from './text.ts'

/** Deeper than anything that somebody means, and far less than a stack holds. */
export const deepestJson = 64

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** A value of JSON whose texts and names can be kept; the fault `request.deep` where it lies too deep in itself. */
export function cleaned(value: unknown, depth: number = deepestJson): unknown {
  if (typeof value === 'string') return storable(value)
  if (!isObject(value)) return value
  if (depth === 0) throw commonFault('request.deep')
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth - 1))
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__')
  return Object.fromEntries(entries.map(([name, inner]) => [storable(name), cleaned(inner, depth - 1)]))
}

/** What JSON from outside says; the faults `request.invalid` and `request.deep`. */
export function readJson(text: string): unknown {
  return cleaned(parsed(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw commonFault('request.invalid', 'The body is not JSON')
  }
}
