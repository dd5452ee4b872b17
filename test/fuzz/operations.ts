import type { Random } from '../../src/kernel/random.ts'
import type { Asked } from './asking.ts'
import { nasty, nastyText, oneOf, Raw, written } from './nasty.ts'

/** As much of a JSON schema as the description of the API uses. */
type Schema = {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly propertyNames?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

type Parameter = { readonly name: string; readonly in: string; readonly schema?: Schema }

type Described = {
  readonly operationId?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
}

export type Operation = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body: Schema | undefined
}

/** The operations of an OpenAPI document. */
export function operationsIn(document: { readonly paths?: object }): Operation[] {
  return Object.entries<Readonly<Record<string, Described>>>(Object(document.paths)).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId = path, parameters = [], requestBody }]) => ({
      name: operationId,
      method: method.toUpperCase(),
      path: `/api${path}`,
      parameters,
      body: requestBody?.content?.['application/json']?.schema,
    })),
  )
}

/** Things of the workspace by the names under which paths and bodies know them. */
export type Known = Readonly<Record<string, readonly [string, ...string[]]>>

export type Making = { readonly dice: Random; readonly known: Known; readonly spoil: number }

const hints: readonly [string, ...string[]] = ['purchase', 'visit', 'web', 'c1', 'c1@shop.example', 'x', '12', 'city']

function textFor({ dice, known }: Making, schema: Schema, name: string): string {
  const things = known[name]
  if (things && dice.chance(0.9)) return oneOf(dice, things)
  if (schema.format === 'uuid') return oneOf(dice, [...(known.journey ?? ['x']), ...(known.segment ?? ['x'])])
  if (schema.format === 'date') return oneOf(dice, ['2024-01-01', '2024-12-31', '1970-01-01', '2199-12-31'])
  if (schema.format === 'date-time') return oneOf(dice, ['2024-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'])
  if (schema.format === 'email') return 'somebody@shop.example'
  if (schema.pattern?.includes('\\d')) return oneOf(dice, ['0', '1', '7d', '12.50', ...(known.person ?? ['1'])])
  if (schema.pattern?.includes('[A-Z]')) return oneOf(dice, ['EUR', 'DE'])
  const longest = schema.maxLength ?? 0
  if (longest > 0 && dice.chance(0.1)) return oneOf(dice, ['x', 'ß', '\u0301', "'"]).repeat(Math.min(longest, 100_000))
  return oneOf(dice, hints)
}

function numberFor({ dice }: Making, { type, minimum, maximum }: Schema): unknown {
  const low = minimum ?? -(2 ** 53)
  const high = maximum ?? 2 ** 53
  const kind = dice.below(6)
  if (kind === 0) return low
  if (kind === 1) return high
  return type === 'integer' ? Math.min(high, Math.max(low, dice.below(40))) : Math.min(high, low + dice.between(0, 3))
}

/** A value of a schema that may be right; with the probability `spoil` each part of it is something else. */
export function made(making: Making, schema: Schema, name = '', depth = 0): unknown {
  const { dice, spoil } = making
  if (dice.chance(spoil)) return nasty(dice)
  const branches = schema.anyOf ?? schema.oneOf
  const [branch, ...others] = branches ?? []
  if (branch) return made({ ...making, spoil: spoil / 2 }, oneOf(dice, [branch, ...others]), name, depth)
  if (schema.const !== undefined) return schema.const
  const [word, ...words] = schema.enum ?? []
  if (word !== undefined) return oneOf(dice, [word, ...words])
  if (schema.type === 'object') return objectFor(making, schema, depth)
  if (schema.type === 'array') {
    const most = Math.min(schema.maxItems ?? 5, depth > 3 ? 1 : 5)
    const count = dice.below(most + 1)
    return Array.from({ length: count }, () => made(making, schema.items ?? {}, name, depth + 1))
  }
  if (schema.type === 'string') return textFor(making, schema, name)
  if (schema.type === 'number' || schema.type === 'integer') return numberFor(making, schema)
  if (schema.type === 'boolean') return dice.chance(0.5)
  if (schema.type === 'null') return null
  return new Raw('{"all":[]}')
}

function objectFor(making: Making, schema: Schema, depth: number): unknown {
  const { dice } = making
  const entries = Object.entries(schema.properties ?? {}).flatMap(([key, inner]): [string, unknown][] => {
    const isNeeded = schema.required?.includes(key) ?? false
    return dice.chance(isNeeded ? 0.99 : 0.5) ? [[key, made(making, inner, key, depth + 1)]] : []
  })
  const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
  const more = rest
    ? Array.from({ length: dice.below(3) }, (): [string, unknown] => [
        dice.chance(0.5) ? nastyText(dice) : 'other',
        made(making, rest, '', depth + 1),
      ])
    : []
  return Object.fromEntries([...entries, ...more])
}

/** Text for an address: mostly escaped as it should be. */
function placed(dice: Random, text: string): string {
  const short = dice.chance(0.9) ? text.slice(0, 2_000) : text.slice(0, 12_000)
  if (dice.chance(0.2) && /^[!-~]*$/.test(short)) return short.replaceAll('#', '%23').replaceAll('?', '%3f')
  return encodeURIComponent(short.toWellFormed())
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : written(value))

/** Bodies that are none. */
const oddBodies: readonly [Pick<Asked, 'headers' | 'body'>, ...Pick<Asked, 'headers' | 'body'>[]] = [
  { headers: { 'content-type': 'application/json' }, body: '' },
  { headers: { 'content-type': 'application/json' }, body: '{"a":' },
  { headers: { 'content-type': 'application/json' }, body: '\u0000' },
  { headers: { 'content-type': 'application/json' }, body: 'nul' },
  { headers: { 'content-type': 'application/json' }, body: '"text"' },
  { headers: { 'content-type': 'application/json' }, body: '[]' },
  { headers: { 'content-type': 'application/json' }, body: 'null' },
  { headers: { 'content-type': 'application/json; charset=utf-16' }, body: Buffer.from('{"a":1}', 'utf16le') },
  {
    headers: { 'content-type': 'application/json' },
    body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  },
  { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: 'no gzip' },
  { headers: { 'content-type': 'application/json', 'content-encoding': 'br' }, body: '{}' },
  { headers: { 'content-type': 'application/json' }, body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` },
  { headers: { 'content-type': 'application/json' }, body: `{"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}` },
  { headers: { 'content-type': 'application/json' }, body: '{"__proto__":{"x":1}}' },
  { headers: { 'content-type': 'text/plain' }, body: '{}' },
  { headers: { 'content-type': 'application/xml' }, body: '<a/>' },
  { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a[b][c]=1&a=2' },
  { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\n\r\n' },
  { headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
  { headers: { 'content-type': ';;;' }, body: 'x' },
  { headers: { 'content-type': 'text/event-stream' }, body: 'data: x\n\n' },
  { headers: { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="x"' }, body: '{}' },
  { headers: {}, body: 'x' },
]

/** A request of an operation that may be right, or nearly, or not at all. */
export function requestOf(operation: Operation, dice: Random, known: Known): Asked {
  const spoil = oneOf(dice, [0, 0.03, 0.1, 0.3])
  const making = { dice, known, spoil }
  const parameter = ({ name, schema = {} }: Parameter): string => {
    const right = dice.chance(spoil) ? nastyText(dice) : plain(made({ ...making, spoil: 0 }, schema, name))
    return placed(dice, right)
  }
  const all = operation.parameters
  const path = all
    .filter((one) => one.in === 'path')
    .reduce((left, one) => left.replace(`{${one.name}}`, () => parameter(one)), operation.path)
  const query = all
    .filter((one) => one.in === 'query' && dice.chance(0.6))
    .map((one) => `${one.name}${dice.chance(0.05) ? '[]' : ''}=${parameter(one)}`)
  const address = {
    name: operation.name,
    method: operation.method,
    path: [path, query.join('&')].filter(Boolean).join('?'),
  }
  if (operation.method === 'GET') return { ...address, headers: {} }
  if (dice.chance(0.08)) return { ...address, ...oneOf(dice, oddBodies) }
  if (!operation.body) return { ...address, headers: {} }
  return { ...address, headers: { 'content-type': 'application/json' }, body: written(made(making, operation.body)) }
}
