/** ClickHouse text with its values apart from it: `params` maps placeholder names to values. */
export type Sql = { readonly sql: true; readonly parts: readonly Part[] }
export type Part = string | Param
export type Param = { readonly type: string; readonly value: unknown }

const isSql = (value: unknown): value is Sql => typeof value === 'object' && value !== null && 'sql' in value

/** A value with its ClickHouse type; it becomes a `{p0:Type}` parameter, never text. */
const param =
  (type: string) =>
  (value: unknown): Sql => ({ sql: true, parts: [{ type, value }] })

export const p = {
  string: param('String'),
  strings: param('Array(String)'),
  uint: param('UInt64'),
  int: param('Int64'),
  uints: param('Array(UInt64)'),
  codes: param('Array(UInt16)'),
  float: param('Float64'),
  floats: param('Array(Float64)'),
  uuid: param('UUID'),
  uuids: param('Array(UUID)'),
  /** A person or anchor: decimal text of a UInt128. */
  anchor: param('UInt128'),
  anchors: param('Array(UInt128)'),
  /** Milliseconds since 1970. */
  ms: (value: number): Sql => sql`fromUnixTimestamp64Milli(${param('Int64')(Math.trunc(value))}, 'UTC')`,
  of: (type: 'UInt8' | 'UInt16' | 'UInt32' | 'Int32' | 'Decimal(18,4)' | 'Array(Int64)', value: unknown): Sql =>
    param(type)(value),
}

/**
 * Writes ClickHouse SQL. A nested `Sql` is spliced in; a bare string, number or list becomes a parameter
 * (String, Int64 or Float64, Array(String)).
 */
export function sql(
  strings: TemplateStringsArray,
  ...values: readonly (Sql | string | number | readonly string[])[]
): Sql {
  const parts: Part[] = []
  strings.forEach((text, i) => {
    parts.push(text)
    const value = values[i]
    if (value === undefined) return
    if (isSql(value)) parts.push(...value.parts)
    else if (typeof value === 'string') parts.push({ type: 'String', value })
    else if (typeof value === 'number') parts.push({ type: Number.isInteger(value) ? 'Int64' : 'Float64', value })
    else parts.push({ type: 'Array(String)', value })
  })
  return { sql: true, parts }
}

/** Text that our own code wrote: names from closed lists, keywords. Never anything a person typed. */
export const raw = (text: string): Sql => ({ sql: true, parts: [text] })

export const empty: Sql = raw('')

export function join(list: readonly Sql[], separator = ', '): Sql {
  return { sql: true, parts: list.flatMap((one, i) => (i === 0 ? one.parts : [separator, ...one.parts])) }
}

/** Integers as bigint, refused where they do not fit: the engine would let them overflow silently. */
function checked(type: string, value: unknown): unknown {
  const list = /^Array\((.+)\)$/.exec(type)?.[1]
  if (list !== undefined && Array.isArray(value)) return value.map((one) => checked(list, one))
  const [, unsigned, bits] = /^(U?)Int(\d+)$/.exec(type) ?? []
  if (bits === undefined) return value
  const whole = typeof value === 'bigint' || Number.isInteger(value) || /^-?\d+$/.test(String(value))
  const number = whole ? BigInt(String(value)) : undefined
  const wrap = unsigned ? BigInt.asUintN : BigInt.asIntN
  if (number === undefined || wrap(Number(bits), number) !== number) throw new RangeError(`Not a value of type ${type}`)
  return number
}

/** The text with placeholders and the values they stand for; a value that stands in several places is sent once. */
export function render(query: Sql): { text: string; params: Record<string, unknown> } {
  const params: Record<string, unknown> = {}
  const names = new Map<string, string>()
  let count = 0
  const text = query.parts
    .map((part) => {
      if (typeof part === 'string') return part
      const key = Array.isArray(part.value) ? undefined : `${part.type} ${typeof part.value} ${part.value}`
      const known = key === undefined ? undefined : names.get(key)
      const name = known ?? `p${count++}`
      if (known === undefined) params[name] = checked(part.type, part.value)
      if (key !== undefined) names.set(key, name)
      return `{${name}:${part.type}}`
    })
    .join('')
  return { text, params }
}
