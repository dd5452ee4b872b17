import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { kindOf } from './advice.ts'
import { ProblemError, problemIn, problemOf } from './problem.ts'
import { openQueries } from './queries.ts'
import { roleMay } from './workspace.tsx'

const body = { status: 422, code: 'file.empty', title: 'The file is empty', detail: 'Nothing but empty lines.' }

test('a problem is read from wherever it comes', () => {
  const wanted = { status: 422, code: 'file.empty', title: 'The file is empty', detail: 'Nothing but empty lines.' }
  expect(problemOf(new ORPCError('file.empty', { status: 422, data: body }))).toEqual(wanted)
  expect(problemOf(new ProblemError(problemIn(body, 422)))).toEqual(wanted)
  expect(problemOf(new TypeError('fetch failed')).status).toBe(0)
  expect(problemIn('<html>', 502)).toEqual({ status: 502, code: '502', title: '', detail: '' })
})

test('every status has words', () => {
  const kinds = [0, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503].map((status) => kindOf({ status }))
  expect(kinds).toEqual([
    'offline',
    'invalid',
    'unknown',
    'forbidden',
    'missing',
    'stale',
    'large',
    'invalid',
    'rate',
    'server',
    'busy',
  ])
})

test('being signed out is told once it is seen', async () => {
  let told = 0
  const queries = openQueries(() => {
    told += 1
  })
  const fail = (status: number) => () => Promise.reject(new ORPCError('x', { status, data: {} }))
  await expect(queries.fetchQuery({ queryKey: ['a'], queryFn: fail(401) })).rejects.toThrow()
  await expect(queries.fetchQuery({ queryKey: ['b'], queryFn: fail(403) })).rejects.toThrow()
  expect(told).toBe(1)
})

test('roles include what lesser roles may do', () => {
  const may = (['viewer', 'editor', 'owner'] as const).map((role) =>
    (['view', 'edit', 'own'] as const).filter((need) => roleMay(role, need)),
  )
  expect(may).toEqual([['view'], ['view', 'edit'], ['view', 'edit', 'own']])
})
