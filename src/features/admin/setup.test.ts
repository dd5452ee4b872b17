import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { password, settings, signUp } from '../../../test/engines/accounts.ts'
import { type AdminServer, startAdmin } from '../../../test/engines/admin.ts'
import { askAs, newVisitor } from '../../../test/engines/browser.ts'
import { temporaryPglite } from '../../../test/engines/postgres.ts'
import type { Postgres } from '../../platform/postgres/open.ts'
import { openSetup } from './setup.ts'

let postgres: Postgres
let servers: AdminServer[] = []
let said: string[] = []
let time = Date.now()

beforeAll(async () => {
  postgres = await temporaryPglite()
})
beforeEach(async () => {
  await Promise.all(servers.map((one) => one.close()))
  await sql`truncate user_account, session, credential, verification, workspace, member, invitation cascade`.execute(
    postgres.db,
  )
  servers = []
  said = []
  time += 60 * 60_000
})
afterAll(async () => {
  await Promise.all(servers.map((one) => one.close()))
  await postgres.close()
})

async function start(options: Parameters<typeof startAdmin>[1] = {}): Promise<AdminServer> {
  const server = await startAdmin(postgres, { ...options, say: (sentence) => said.push(sentence), now: () => time })
  servers.push(server)
  return server
}

const codeSaid = (): string => /code: ([A-Z2-9]{4}-[A-Z2-9]{4})$/.exec(said[0] ?? '')?.[1] ?? 'none'

function signUpAs(url: string, host: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const body = { name: 'Owner', email: 'owner@shop.example', password, ...more }
  return askAs(url, host, '/api/auth/sign-up/email', {
    method: 'POST',
    body,
    headers: { origin: `http://${host}`, ...headers },
  })
}

const state = async (url: string, host: string) => JSON.parse((await askAs(url, host, '/api/me')).text)

test('this machine alone needs no code, and none is said', async () => {
  const { url, admin } = await start()
  expect(await state(url, 'localhost')).toEqual({ state: 'setup', code: false })
  expect((await signUpAs(url, 'localhost')).status).toBe(200)
  await admin.announceSetup()
  expect(said).toEqual([])
})

test('a server that is open to others wants the code of its start', async () => {
  const { url, admin } = await start({ hosts: ['shop.local'] })
  await admin.announceSetup()
  await admin.announceSetup()
  expect(said).toHaveLength(1)
  const code = codeSaid()
  expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/)
  for (const host of ['localhost', 'shop.local', '192.168.1.5']) {
    expect(await state(url, host)).toEqual({ state: 'setup', code: true })
    for (const setup of [undefined, '', 'AAAA-AAAA', code.slice(0, -1), `${code}A`, 7, { code }]) {
      const { status, text } = await signUpAs(url, host, { setup, email: `${host}${typeof setup}@shop.example` })
      expect([host, status, JSON.parse(text).code]).toEqual([host, 403, 'setup.code'])
    }
  }
  expect(await state(url, 'shop.local')).toMatchObject({ state: 'setup' })
  expect((await signUpAs(url, 'shop.local', { setup: ` ${code.toLowerCase().replace('-', ' ')} ` })).status).toBe(200)
  expect(said).toHaveLength(1)
})

test.each([
  ['an address of the network', '192.168.1.5', {}],
  ['a proxy that nobody named', 'localhost', { 'x-forwarded-for': '203.0.113.9' }],
  ['a proxy that tells its name', 'localhost', { via: '1.1 shop' }],
])('a server of this machine wants it over %s, and says it then', async (_, host, headers) => {
  const { url } = await start()
  expect((await signUpAs(url, host, {}, headers)).status).toBe(403)
  expect((await signUpAs(url, host, { setup: codeSaid() }, headers)).status).toBe(200)
})

test('the code is gone with the first account, and another one is no way in', async () => {
  const { url, admin } = await start({ host: '0.0.0.0' })
  await admin.announceSetup()
  const setup = codeSaid()
  const answers = await Promise.all(
    [1, 2, 3].map((i) => signUpAs(url, '192.168.1.5', { setup, email: `p${i}@shop.example` })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect((await signUpAs(url, '192.168.1.5', { setup, email: 'late@shop.example' })).status).toBe(403)
  await admin.announceSetup()
  expect(said).toHaveLength(1)
  expect(await state(url, '192.168.1.5')).toEqual({ state: 'signed-out' })
})

test('whoever is invited needs no code', async () => {
  const { url, admin } = await start({ hosts: ['shop.local'] })
  await admin.announceSetup()
  await signUpAs(url, 'shop.local', { setup: codeSaid() })
  const owner = newVisitor(url)
  await owner.ask('POST', '/api/auth/sign-in/email', { email: 'owner@shop.example', password })
  const { id: workspace } = (await owner.ask<{ id: string }>('POST', '/api/workspaces', settings)).body
  const invitation = { email: 'new@shop.example', role: 'viewer' }
  const { body } = await owner.ask<{ id: string }>('POST', `/api/w/${workspace}/invitations`, invitation)
  expect(await signUp(newVisitor(url), 'new@shop.example', body.id)).toMatchObject({ status: 200 })
})

test('guessing the code stops after sixty tries of a network', async () => {
  const { url } = await start({ hosts: ['shop.local'] })
  const statuses: number[] = []
  for (let i = 0; i < 70; i++)
    statuses.push((await signUpAs(url, 'shop.local', { email: `p${i}@shop.example`, setup: 'AAAA-AAAA' })).status)
  expect(statuses.filter((status) => status === 403)).toHaveLength(60)
  expect(statuses.slice(60)).toEqual(Array.from({ length: 10 }, () => 429))
  expect((await signUpAs(url, 'shop.local', { setup: codeSaid() })).status).toBe(429)
  time += 15 * 60_000
  expect((await signUpAs(url, 'shop.local', { setup: codeSaid() })).status).toBe(200)
})

test('guessing stops for all networks together, too', async () => {
  const setup = openSetup({ hasAccounts: async () => false, say: (text) => said.push(text), now: () => time })
  const refused = async (typed: string) => setup.admit(false, typed).catch((fault) => fault.code)
  await refused('')
  const code = codeSaid()
  for (let i = 0; i < 20; i++) await setup.admit(false, code)
  for (let i = 1; i < 500; i++) expect(await refused('AAAA-AAAA')).toBe('setup.code')
  expect(await refused(code)).toBe('rate.exceeded')
  time += 15 * 60_000
  expect(await refused(code)).toBeUndefined()
})

test('each start has a code of its own', () => {
  const codes = Array.from({ length: 50 }, () => {
    const setup = openSetup({ hasAccounts: async () => false, say: (text) => said.push(text), now: () => time })
    return setup.announce()
  })
  return Promise.all(codes).then(() => expect(new Set(said).size).toBe(50))
})
