import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newOwner, password, settings, signIn, signUp } from '../../../test/engines/accounts.ts'
import { type AdminServer, startAdmin } from '../../../test/engines/admin.ts'
import { newVisitor } from '../../../test/engines/browser.ts'
import { temporaryPglite, temporaryPostgres } from '../../../test/engines/postgres.ts'
import type { Postgres } from '../../platform/postgres/open.ts'
import type { Admin } from './index.ts'
import type { Me, Workspace } from './schema.ts'

const localToken = 'local-token-of-this-test'
const nowhere = '00000000-0000-4000-8000-000000000000'

let postgres: Postgres
let server: AdminServer
let admin: Admin
let url: string
let time = Date.now()

beforeAll(async () => {
  postgres = await temporaryPglite()
  server = await startAdmin(postgres, { localToken, now: () => time })
  admin = server.admin
  url = server.url
})
afterAll(async () => {
  await server.close()
  await postgres.close()
})
beforeEach(async () => {
  time += 60 * 60_000
  await sql`truncate user_account, session, credential, verification, workspace, member, invitation cascade`.execute(
    postgres.db,
  )
})

describe('the first visit', () => {
  test('asks for setup, then the first account owns its workspace', async () => {
    const visitor = newVisitor(url)
    expect((await visitor.ask('GET', '/api/me')).body).toEqual({ state: 'setup', code: false })
    expect(await signUp(visitor, 'Owner@Shop.example')).toMatchObject({ status: 200 })
    const made = await visitor.ask<Workspace>('POST', '/api/workspaces', settings)
    expect(made).toMatchObject({ status: 200, body: { ...settings, role: 'owner' } })
    const me = await visitor.ask<Me>('GET', '/api/me')
    expect(me.body).toMatchObject({
      state: 'signed-in',
      user: { email: 'owner@shop.example', name: 'Owner' },
      workspaces: [{ id: made.body.id, role: 'owner' }],
    })
    expect((await newVisitor(url).ask('GET', '/api/me')).body).toEqual({ state: 'signed-out' })
  })

  test('nobody else signs up, however many try at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((i) => signUp(newVisitor(url), `p${i}@shop.example`)))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(await signUp(newVisitor(url), 'late@shop.example')).toMatchObject({
      status: 403,
      body: { code: 'SIGN_UP_CLOSED' },
    })
    const { rows } = await sql<{ n: number }>`select count(*) as n from user_account`.execute(postgres.db)
    expect(rows).toEqual([{ n: 1 }])
  })

  test('workspaces of the command line fall to the first account', async () => {
    const made = await admin.defaultWorkspace()
    expect(made.name).toBe('default')
    expect(await admin.defaultWorkspace()).toEqual(made)
    const visitor = newVisitor(url)
    await signUp(visitor, 'owner@shop.example')
    expect((await visitor.ask<Me>('GET', '/api/me')).body).toMatchObject({
      workspaces: [{ id: made.id, role: 'owner' }],
    })
  })

  test('refuses short passwords', async () => {
    const short = { name: 'x', email: 'a@b.example', password: 'short' }
    const answer = await newVisitor(url).ask('POST', '/api/auth/sign-up/email', short)
    expect(answer).toMatchObject({ status: 400, body: { code: 'PASSWORD_TOO_SHORT' } })
  })
})

describe('a new password', () => {
  const refused = (code: string) => ({ status: 400, body: { code } })

  test('is none of those that many have, nor hardly more than name and address', async () => {
    const ask = (changed: object) =>
      newVisitor(url).ask('POST', '/api/auth/sign-up/email', {
        name: 'Mara Köhler',
        email: 'mara@radweg.example',
        ...changed,
      })
    expect(await ask({ password: 'Passwort2026!' })).toMatchObject(refused('password.common'))
    expect(await ask({ password: 'Mara-Köhler-1' })).toMatchObject(refused('password.personal'))
    expect(await ask({ password: 'Fernweh-2026' })).toMatchObject(refused('password.personal'))
    expect(await ask({ password: 'ein langer Satz'.repeat(9) })).toMatchObject(refused('PASSWORD_TOO_LONG'))
    expect(await ask({ password: 'ein langer Satz'.repeat(100) })).toMatchObject(refused('password.long'))
    expect((await ask({ password: 'ein langer Satz' })).status).toBe(200)
  })

  test('is looked at when it is changed, by whom it belongs to', async () => {
    const { visitor } = await newOwner(url)
    const change = (newPassword: string, currentPassword = password) =>
      visitor.ask('POST', '/api/auth/change-password', { currentPassword, newPassword })
    expect(await change('qwertzuiop123')).toMatchObject(refused('password.common'))
    expect(await change('owner-shop-123')).toMatchObject(refused('password.personal'))
    expect(await change('kurz')).toMatchObject(refused('PASSWORD_TOO_SHORT'))
    expect(await change('x'.repeat(129))).toMatchObject(refused('PASSWORD_TOO_LONG'))
    expect(await change('another password', 'x'.repeat(513))).toMatchObject(refused('password.long'))
    expect((await change('another password')).status).toBe(200)
  })

  test('of whoever is invited, too', async () => {
    const { visitor, workspace } = await newOwner(url)
    const email = 'klaus.winkler@shop.example'
    const { body } = await visitor.ask<{ id: string }>('POST', `/api/w/${workspace}/invitations`, {
      email,
      role: 'viewer',
    })
    const ask = (secret: string) =>
      newVisitor(url).ask('POST', '/api/auth/sign-up/email', {
        name: 'Klaus',
        email,
        password: secret,
        invitation: body.id,
      })
    expect(await ask('klauswinkler1')).toMatchObject(refused('password.personal'))
    expect(await ask('iloveyou123')).toMatchObject(refused('password.common'))
    expect((await ask('ein langer Satz')).status).toBe(200)
  })

  test('is never hashed when it is longer than any may be', async () => {
    await newOwner(url)
    const sent = await signIn(newVisitor(url), 'owner@shop.example', 'x'.repeat(513))
    expect(sent).toMatchObject(refused('password.long'))
  })
})

describe('sessions', () => {
  test('sign out and in again', async () => {
    const { visitor, workspace } = await newOwner(url)
    expect(await visitor.ask('POST', '/api/auth/sign-out')).toMatchObject({ status: 200 })
    expect(await visitor.ask('GET', `/api/w/${workspace}/members`)).toMatchObject({
      status: 401,
      body: { code: 'caller.unknown' },
    })
    expect(await signIn(visitor, 'owner@shop.example')).toMatchObject({ status: 200 })
    expect((await visitor.ask('GET', `/api/w/${workspace}/members`)).status).toBe(200)
  })

  test('cookies are out of reach of scripts and other sites', async () => {
    await newOwner(url)
    const answer = await signIn(newVisitor(url), 'owner@shop.example')
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('fernweh.session_token='))
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=Lax/i)
  })

  test('a new password ends the other sessions', async () => {
    const { visitor } = await newOwner(url)
    const elsewhere = newVisitor(url)
    await signIn(elsewhere, 'owner@shop.example')
    const change = { currentPassword: password, newPassword: 'another password' }
    expect(
      await visitor.ask('POST', '/api/auth/change-password', { ...change, currentPassword: 'wrong password' }),
    ).toMatchObject({ status: 400 })
    expect(await visitor.ask('POST', '/api/auth/change-password', change)).toMatchObject({ status: 200 })
    expect((await elsewhere.ask('GET', '/api/me')).body).toEqual({ state: 'signed-out' })
    expect((await visitor.ask('GET', '/api/me')).body).toMatchObject({ state: 'signed-in' })
    expect((await signIn(newVisitor(url), 'owner@shop.example')).status).toBe(401)
    expect((await signIn(newVisitor(url), 'owner@shop.example', 'another password')).status).toBe(200)
  })

  test('guessing passwords stops after ten tries, and those who know theirs are not counted', async () => {
    await newOwner(url)
    for (let i = 0; i < 15; i++) expect((await signIn(newVisitor(url), 'owner@shop.example')).status).toBe(200)
    for (let i = 0; i < 10; i++)
      expect((await signIn(newVisitor(url), 'owner@shop.example', `guess ${i}`)).status).toBe(401)
    expect(await signIn(newVisitor(url), 'owner@shop.example')).toMatchObject({
      status: 429,
      body: { code: 'rate.exceeded' },
    })
    expect((await signIn(newVisitor(url), 'other@shop.example')).status).toBe(401)
    time += 15 * 60_000
    expect((await signIn(newVisitor(url), 'owner@shop.example')).status).toBe(200)
  }, 60_000)

  test('only the routes that the product uses are served', async () => {
    const { visitor } = await newOwner(url)
    for (const path of ['/list-sessions', '/delete-user', '/reset-password', '/sign-in/social', '/update-session']) {
      expect((await visitor.ask('POST', `/api/auth${path}`, {})).status).toBe(404)
    }
  })
})

describe('programs of this machine', () => {
  test('may do everything with the token, and nothing without', async () => {
    const { workspace } = await newOwner(url)
    const ask = (authorization: string, path = `/api/w/${workspace}/members`) =>
      newVisitor(url).ask<Me>('GET', path, undefined, { authorization })
    expect((await ask(`Bearer ${localToken}`)).status).toBe(200)
    expect((await ask(`Bearer ${localToken}`, '/api/me')).body).toMatchObject({
      workspaces: [{ id: workspace, role: 'owner' }],
    })
    expect((await ask(`Bearer ${localToken}x`)).status).toBe(401)
    expect((await ask('')).status).toBe(401)
    expect((await ask(`Bearer ${localToken}`, `/api/w/${nowhere}/members`)).status).toBe(404)
  })
})

describe('other sites', () => {
  test('cannot make a browser change anything', async () => {
    const { visitor, workspace } = await newOwner(url)
    const path = `/api/w/${workspace}/settings`
    const change = { ...settings, name: 'Hacked' }
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${url}0` }]) {
      expect(await visitor.ask('PUT', path, change, headers)).toMatchObject({ status: 403 })
      const sent = { email: 'owner@shop.example', password }
      expect(await visitor.ask('POST', '/api/auth/sign-in/email', sent, headers)).toMatchObject({ status: 403 })
    }
    expect((await admin.settingsOf(workspace)).name).toBe(settings.name)
    expect((await visitor.ask('PUT', path, change)).status).toBe(200)
  })

  test('a proxy may speak https', async () => {
    await newOwner(url)
    const headers = { origin: url.replace('http:', 'https:') }
    const visitor = newVisitor(url)
    const sent = { email: 'owner@shop.example', password }
    expect((await visitor.ask('POST', '/api/auth/sign-in/email', sent, headers)).status).toBe(200)
    expect((await visitor.ask('POST', '/api/workspaces', settings, headers)).status).toBe(200)
    expect((await visitor.ask('POST', '/api/auth/sign-out', {}, headers)).status).toBe(200)
  })

  test('any name of this machine in the network serves', async () => {
    await newOwner(url)
    const { port } = new URL(url)
    const visitor = newVisitor(`http://localhost:${port}`)
    expect((await signIn(visitor, 'owner@shop.example')).status).toBe(200)
    expect((await visitor.ask('POST', '/api/workspaces', settings)).status).toBe(200)
  })
})

test('wrong input is named field by field', async () => {
  const { visitor } = await newOwner(url)
  const answer = await visitor.ask<{ issues: { path: string }[] }>('POST', '/api/workspaces', {
    ...settings,
    timeZone: 'Berlin',
    name: ' ',
  })
  expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(answer.body.issues.map((issue) => issue.path).sort()).toEqual(['name', 'timeZone'])
})

test('on a PostgreSQL server, too, only one of many becomes the first', async () => {
  const shared = await temporaryPostgres()
  const servers = await Promise.all([1, 2].map(() => startAdmin(shared)))
  const tries = servers.flatMap((one, i) => [1, 2].map((j) => signUp(newVisitor(one.url), `p${i}${j}@shop.example`)))
  const answers = await Promise.all(tries)
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  await Promise.all(servers.map((one) => one.close()))
  await shared.close()
})
