import { type Fields, isFields } from './clean.ts'
import { trackingFault } from './faults.ts'

function packed(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, 'base64').toString('utf8'))
  } catch {
    throw trackingFault('body.malformed')
  }
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const parts = new Set(['properties', 'traits', 'context'])

/** Puts a value at a dotted path, `context.page.url`, within the parts of a message. */
function place(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path
  if (name === undefined || name === '__proto__') return
  if (rest.length === 0) {
    target[name] = value
    return
  }
  const inner = isFields(target[name]) ? { ...target[name] } : {}
  place(inner, rest, value)
  target[name] = inner
}

/** The message of a picture's address: `data` as JSON in base64, or one parameter per field, dots for what lies deeper. */
export function pixelMessage(query: Fields): Fields {
  if (typeof query.data === 'string') {
    const message = packed(query.data)
    if (!isFields(message)) throw trackingFault('body.malformed')
    return { ...query, ...message }
  }
  const message: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query)) {
    const path = name.split('.').slice(0, 8)
    const isPart = parts.has(path[0] ?? '')
    place(
      message,
      isPart ? path : [name],
      isPart && typeof value === 'string' && value.startsWith('{') ? json(value) : value,
    )
  }
  return message
}
