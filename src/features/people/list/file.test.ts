import fastify from 'fastify'
import { expect, test } from 'vitest'
import { Fault } from '../../../kernel/fault.ts'
import type { PeopleService } from '../service.ts'
import { placeOf } from '../testing/world.ts'
import { servePeopleFile } from './file.ts'

const workspace = '11111111-1111-4111-8111-111111111111'
const person = {
  personId: '7',
  label: 'Bén',
  named: true,
  first: '2026-05-01T08:03:00.000Z',
  last: '2026-05-01T08:03:00.000Z',
  touches: 1,
  value: '0.5',
  facts: { city: 'Köln' },
}

function served() {
  const asked: unknown[] = []
  const everybody: PeopleService['everybody'] = async (place, question) => {
    asked.push([place.workspace.id, question])
    async function* batches() {
      yield [person]
      yield []
      yield [{ ...person, label: 'Zweite' }]
    }
    return { timeZone: 'UTC', batches: batches() }
  }
  const app = fastify()
  app.setErrorHandler((error, _, reply) => reply.code(error instanceof Fault ? error.status : 500).send({}))
  servePeopleFile(
    app,
    () => ({ ...placeOf(workspace), whilePermitted: () => () => undefined, whileOpen: (file) => file }),
    { everybody },
  )
  const get = (query: string) => app.inject({ url: `/api/w/${workspace}/people/file${query}` })
  return { app, asked, get }
}

test('everybody comes as a file', async () => {
  const { get, asked } = served()
  const { statusCode, headers, body } = await get('?separator=semicolon&search=k&sort=value&columns=city&columns=email')
  expect(statusCode).toBe(200)
  expect(headers['content-disposition']).toBe('attachment; filename="people.csv"')
  expect(body).toBe(
    '﻿name;city;email;first_contact;last_contact;touches;value;person\r\n' +
      'Bén;Köln;;2026-05-01 08:03:00;2026-05-01 08:03:00;1;0,5;7\r\n' +
      'Zweite;Köln;;2026-05-01 08:03:00;2026-05-01 08:03:00;1;0,5;7\r\n',
  )
  const question = { search: 'k', known: 'all', sort: 'value', order: 'desc', columns: ['city', 'email'] }
  expect(asked).toEqual([[workspace, question]])
})

test('everybody of whom a rule holds', async () => {
  const { get, asked } = served()
  const rule = { trait: 'city', op: 'is', values: ['Köln & Bonn'] }
  expect((await get(`?${new URLSearchParams({ rule: JSON.stringify(rule) })}`)).statusCode).toBe(200)
  expect(asked).toMatchObject([[workspace, { rule }]])
  expect((await get('?rule=%7B')).statusCode).toBe(400)
})

test('one column, no sense', async () => {
  const { get, asked } = served()
  expect((await get('?columns=city')).statusCode).toBe(200)
  expect(asked[0]).toMatchObject([workspace, { columns: ['city'], sort: 'last' }])
  expect((await get('?sort=name')).statusCode).toBe(400)
})
