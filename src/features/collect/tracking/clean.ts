import { storable } from '../../../kernel/text.ts'

/** An object of JSON. */
export type Fields = { readonly [name: string]: unknown }

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const nothing: Fields = Object.freeze({})

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : nothing)

/** Text that can be kept, at most so long; a cut never parts a pair of surrogates. */
export const cleanText = (text: string, longest: number): string =>
  storable(text.length > longest ? text.slice(0, longest) : text)

/** A text or a finite number or a boolean as text; undefined for anything else. */
export function plainText(value: unknown, longest: number): string | undefined {
  if (typeof value === 'string') return cleanText(value, longest)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined
  return typeof value === 'boolean' ? String(value) : undefined
}

/** A number, or a text that is one; 0 for anything else. */
export const countOf = (value: unknown): number =>
  (typeof value === 'number' || typeof value === 'string') && Number.isFinite(Number(value)) ? Number(value) : 0

/** Whether objects and lists lie in one another deeper than this. */
export function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof inner === 'object' && isDeeper(inner, depth - 1)) return true
  }
  return false
}

export type Flat = { readonly texts: Record<string, string>; readonly cut: boolean }

const longestKey = 200
const longestValue = 8_000
const mostKeys = 250
const flatDepth = 4

type Flattening = { readonly texts: Record<string, string>; left: number; keys: number; cut: boolean }

function put(state: Flattening, key: string, value: string): void {
  if (value === '') return
  const room = Math.min(longestValue, state.left - key.length)
  if (key.length > longestKey || state.keys >= mostKeys || room <= 0) {
    state.cut = true
    return
  }
  if (value.length > room) state.cut = true
  const text = cleanText(value, room)
  state.texts[cleanText(key, longestKey)] = text
  state.left -= key.length + text.length
  state.keys++
}

function spread(state: Flattening, fields: Fields, prefix: string, depth: number): void {
  for (const name of Object.keys(fields)) {
    if (name === '__proto__') continue
    const value = fields[name]
    const key = prefix + name
    if (typeof value === 'string') put(state, key, value)
    else if (isFields(value) && depth > 1) spread(state, value, `${key}.`, depth - 1)
    else if (typeof value === 'object' && value !== null) put(state, key, JSON.stringify(value))
    else put(state, key, plainText(value, longestValue) ?? '')
  }
}

/**
 * Values by their path, `cart.total`, as text: of objects the inner values down to the fourth level, of lists and what
 * lies deeper the JSON. What is null, empty or not finite is left out; `cut`: not everything had room.
 */
export function flatten(fields: Fields, room: number): Flat {
  const texts: Record<string, string> = {}
  const state: Flattening = { texts, left: room, keys: 0, cut: false }
  spread(state, fields, '', flatDepth)
  return { texts, cut: state.cut }
}
