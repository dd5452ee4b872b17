import { isContractProcedure } from '@orpc/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contract } from '../src/app/contract.ts'
import { entriesOf, Milliseconds } from '../src/kernel/words.ts'

/** Formats that are texts of one length. */
const shortFormats = new Set(['uuid', 'date'])

/** What an operation takes for itself, each of it looked at one by one. */
const ownLook = new Set(['messages[]', 'withdrawals[]'])

type Found = { readonly name: string; readonly input: z.ZodType | undefined }

function proceduresIn(node: unknown, name = ''): Found[] {
  if (isContractProcedure(node)) {
    const { inputSchema } = node['~orpc']
    return [{ name, input: inputSchema instanceof z.ZodType ? inputSchema : undefined }]
  }
  return Object.entries(Object(node)).flatMap(([key, inner]) =>
    proceduresIn(inner, name === '' ? key : `${name}.${key}`),
  )
}

const isWithin = (number: unknown, most: number): boolean => typeof number === 'number' && Math.abs(number) <= most

function numberFault(schema: z.ZodNumber): string | undefined {
  const { minValue, maxValue } = schema
  const most = schema === Milliseconds ? 8.64e15 : 2 ** 32
  return isWithin(minValue, most) && isWithin(maxValue, most) ? undefined : 'a number without bounds'
}

function textFault({ maxLength, format }: z.ZodString | z.ZodStringFormat): string | undefined {
  return isWithin(maxLength, 2_000_000) || shortFormats.has(format ?? '') ? undefined : 'a text without a bound'
}

/** The most entries of a list; undefined where there is no limit. */
const mostOf = (list: z.ZodArray): unknown =>
  (list._zod.def.checks ?? []).map((check) => Object(check._zod.def).maximum).find((most) => most !== undefined)

/** The places of a schema at which something may come in that has no bound. */
function unbounded(schema: unknown, place: string, seen: Set<unknown> = new Set()): string[] {
  if (seen.has(schema) || !(schema instanceof z.ZodType)) return []
  seen.add(schema)
  const inner = (one: unknown, at = place) => unbounded(one, at, seen)
  const fault = (text: string | undefined) => (text ? [`${place}: ${text}`] : [])
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([key, one]) => inner(one, place === '' ? key : `${place}.${key}`))
  }
  if (schema instanceof z.ZodArray) {
    return [
      ...fault(isWithin(mostOf(schema), 20_000) ? undefined : 'a list without a bound'),
      ...inner(schema.element, `${place}[]`),
    ]
  }
  if (schema instanceof z.ZodRecord) {
    const isNamed = schema.keyType instanceof z.ZodEnum
    const most = isNamed || isWithin(entriesOf(schema), 10_000)
    return [...fault(most ? undefined : 'a book without a bound'), ...inner(schema.keyType), ...inner(schema.valueType)]
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => inner(one))
  if (schema instanceof z.ZodLazy) return inner(schema.unwrap())
  if (schema instanceof z.ZodPipe) return inner(schema.in)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return inner(schema.unwrap())
  }
  if (schema instanceof z.ZodNumber) return fault(numberFault(schema))
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return fault(textFault(schema))
  if (schema instanceof z.ZodUnknown && ownLook.has(place)) return []
  const isClosed = [z.ZodEnum, z.ZodLiteral, z.ZodBoolean, z.ZodNull].some((kind) => schema instanceof kind)
  return fault(isClosed ? undefined : `a ${schema._zod.def.type}, which nobody judged`)
}

const procedures = proceduresIn(contract)

describe('what an operation takes is bounded', () => {
  test('all operations are looked at', () => {
    expect(procedures.length).toBeGreaterThan(110)
    expect(procedures.filter(({ input }) => input === undefined).map(({ name }) => name)).toEqual(['admin.me'])
  })

  test.each(procedures)('$name', ({ input }) => {
    expect(unbounded(input, '')).toEqual([])
  })

  test('the look finds what has no bound', () => {
    const loose = z.object({
      text: z.string().trim(),
      mail: z.email(),
      number: z.number().int(),
      half: z.coerce.number().min(0),
      list: z.array(z.boolean()),
      book: z.record(z.string().max(1), z.boolean()),
      any: z.unknown(),
      deep: z.lazy(() => z.object({ inner: z.union([z.string(), z.null()]).optional() })),
      turned: z.string().transform(Number),
      fine: z.array(z.string().max(5)).max(3),
    })
    expect(unbounded(loose, '').map((line) => line.split(':', 1)[0])).toEqual([
      'text',
      'mail',
      'number',
      'half',
      'list',
      'book',
      'any',
      'deep.inner',
      'turned',
    ])
  })
})
