/** A ClickHouse string literal. */
export const quoted = (text: string): string => `'${escaped(text).replaceAll("'", "\\'")}'`

/** The form in which the engine reads a top-level parameter value of any type. */
export function parameterText(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  return typeof value === 'string' ? escaped(value) : nested(value)
}

const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\0', '\\0')

function nested(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return `[${value.map(nested).join(',')}]`
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return String(value)
    throw new TypeError('A query parameter must be a finite number')
  }
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quoted(value)
  throw new TypeError(`A query parameter cannot be a ${typeof value}`)
}

/** `SET` statements that give a connection the parameters of the next query; empty without parameters. */
export function setParameters(params: Readonly<Record<string, unknown>>): string {
  const list = Object.entries(params).map(([name, value]) => `param_${name} = ${quoted(parameterText(value))}`)
  return list.length === 0 ? '' : `SET ${list.join(', ')}`
}
