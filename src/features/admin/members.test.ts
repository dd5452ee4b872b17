import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newMember, newOwner, settings, signUp } from '../../../test/engines/accounts.ts'
import { type AdminServer, startAdmin } from '../../../test/engines/admin.ts'
import { newVisitor, type Visitor } from '../../../test/engines/browser.ts'
import { temporaryPglite } from '../../../test/engines/postgres.ts'
import type { Postgres } from '../../platform/postgres/open.ts'
import type { Admin } from './index.ts'
import type { Invitation, Me, Member, Workspace } from './schema.ts'

const nowhere = '00000000-0000-4000-8000-000000000000'

let postgres: Postgres
let server: AdminServer
let admin: Admin
let url: string
let time = Date.now()

beforeAll(async () => {
  postgres = await temporaryPglite()
  server = await startAdmin(postgres, { now: () => time })
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

const membersOf = async (visitor: Visitor, workspace: string) =>
  (await visitor.ask<{ members: Member[]; invitations: Invitation[] }>('GET', `/api/w/${workspace}/members`)).body

describe('invitations', () => {
  test('a link makes its addressee a member, once', async () => {
    const { visitor: owner, workspace } = await newOwner(url)
    const invited = await owner.ask<Invitation>('POST', `/api/w/${workspace}/invitations`, {
      email: 'New@Shop.example',
      role: 'editor',
    })
    expect(invited.body).toMatchObject({ email: 'new@shop.example', role: 'editor', workspaceName: settings.name })
    expect(Date.parse(invited.body.expires)).toBe(time + 7 * 24 * 60 * 60_000)
    const visitor = newVisitor(url)
    const link = `/api/invitations/${invited.body.id}`
    expect((await visitor.ask('GET', link)).body).toEqual(invited.body)
    expect(await visitor.ask('POST', `${link}/accept`)).toMatchObject({ status: 401 })
    expect(await signUp(visitor, 'somebody@else.example', invited.body.id)).toMatchObject({ status: 403 })
    expect(await signUp(visitor, 'new@shop.example', 'another')).toMatchObject({ status: 403 })
    expect(await signUp(visitor, 'new@shop.example', invited.body.id)).toMatchObject({ status: 200 })
    expect(await owner.ask('POST', `${link}/accept`)).toMatchObject({ status: 403, body: { code: 'invitation.other' } })
    const accepted = await visitor.ask('POST', `${link}/accept`)
    expect(accepted).toMatchObject({ status: 200, body: { id: workspace, role: 'editor' } })
    expect((await visitor.ask('POST', `${link}/accept`)).body).toEqual(accepted.body)
    expect(await visitor.ask('GET', link)).toMatchObject({ status: 404, body: { code: 'invitation.invalid' } })
    expect((await membersOf(owner, workspace)).members.map((one) => one.role)).toEqual(['owner', 'editor'])
    expect(
      await owner.ask('POST', `/api/w/${workspace}/invitations`, { email: 'new@shop.example', role: 'owner' }),
    ).toMatchObject({ status: 409 })
  })

  test('expire after seven days', async () => {
    const { visitor: owner, workspace } = await newOwner(url)
    const { body } = await owner.ask<Invitation>('POST', `/api/w/${workspace}/invitations`, {
      email: 'a@b.example',
      role: 'viewer',
    })
    time += 7 * 24 * 60 * 60_000
    expect((await newVisitor(url).ask('GET', `/api/invitations/${body.id}`)).status).toBe(404)
    expect((await signUp(newVisitor(url), 'a@b.example', body.id)).status).toBe(403)
    expect((await membersOf(owner, workspace)).invitations).toEqual([])
  })

  test('can be withdrawn, and a second one replaces the first', async () => {
    const { visitor: owner, workspace } = await newOwner(url)
    const invite = () =>
      owner.ask<Invitation>('POST', `/api/w/${workspace}/invitations`, { email: 'a@b.example', role: 'viewer' })
    const first = (await invite()).body.id
    const second = (await invite()).body.id
    expect((await membersOf(owner, workspace)).invitations.map((one) => one.id)).toEqual([second])
    expect((await newVisitor(url).ask('GET', `/api/invitations/${first}`)).status).toBe(404)
    expect((await owner.ask('DELETE', `/api/w/${workspace}/invitations/${second}`)).status).toBe(200)
    expect((await owner.ask('DELETE', `/api/w/${workspace}/invitations/${second}`)).status).toBe(404)
    expect((await newVisitor(url).ask('GET', `/api/invitations/${second}`)).status).toBe(404)
  })
})

describe('roles', () => {
  const requests = (workspace: string): [string, string, string, unknown?][] => [
    ['view', 'GET', `/api/w/${workspace}/members`],
    ['own', 'PUT', `/api/w/${workspace}/settings`, settings],
    ['own', 'POST', `/api/w/${workspace}/invitations`, { email: 'x@y.example', role: 'viewer' }],
    ['own', 'DELETE', `/api/w/${workspace}/invitations/none`],
    ['own', 'PUT', `/api/w/${workspace}/members/${nowhere}`, { role: 'viewer' }],
    ['own', 'DELETE', `/api/w/${workspace}/members/${nowhere}`],
  ]

  test('each endpoint lets in whom it should', async () => {
    const { visitor: owner, workspace } = await newOwner(url)
    const editor = await newMember(url, owner, workspace, 'editor')
    const viewer = await newMember(url, owner, workspace, 'viewer')
    for (const [right, method, path, body] of requests(workspace)) {
      const refused = right === 'view' ? 200 : 403
      expect([path, (await editor.ask(method, path, body)).status]).toEqual([path, refused])
      expect([path, (await viewer.ask(method, path, body)).status]).toEqual([path, refused])
      expect([path, (await newVisitor(url).ask(method, path, body)).status]).toEqual([path, 401])
      expect([200, 404]).toContain((await owner.ask(method, path, body)).status)
    }
    expect((await viewer.ask('POST', '/api/workspaces', settings)).status).toBe(403)
    expect((await newVisitor(url).ask('POST', '/api/workspaces', settings)).status).toBe(401)
  })

  test('a foreign workspace and one that does not exist look the same', async () => {
    const { visitor: owner } = await newOwner(url)
    const foreign = await admin.defaultWorkspace()
    const { body: second } = await owner.ask<Workspace>('POST', '/api/workspaces', { ...settings, name: 'Second' })
    const stranger = await newMember(url, owner, second.id, 'owner', 'stranger@shop.example')
    for (const [, method, path, body] of requests('WORKSPACE')) {
      const at = (id: string) => stranger.ask<{ detail: string }>(method, path.replace('WORKSPACE', id), body)
      const [there, none] = await Promise.all([at(foreign.id), at(nowhere)])
      expect([path, there.status]).toEqual([path, 404])
      expect({ ...there.body, request: '' }).toEqual({ ...none.body, request: '' })
    }
  })

  test('only owners see open invitations', async () => {
    const { visitor: owner, workspace } = await newOwner(url)
    const viewer = await newMember(url, owner, workspace, 'viewer')
    await owner.ask('POST', `/api/w/${workspace}/invitations`, { email: 'boss@shop.example', role: 'owner' })
    expect((await membersOf(viewer, workspace)).invitations).toEqual([])
    expect((await membersOf(owner, workspace)).invitations).toHaveLength(1)
  })

  test('owners change roles and remove members, but never the last owner', async () => {
    const { visitor: owner, workspace } = await newOwner(url)
    const viewer = await newMember(url, owner, workspace, 'viewer')
    const [self, other] = (await membersOf(owner, workspace)).members
    const at = (member: Member | undefined) => `/api/w/${workspace}/members/${member?.id}`
    for (const [method, body] of [
      ['PUT', { role: 'editor' }],
      ['DELETE', undefined],
    ] as const) {
      expect(await owner.ask(method, at(self), body)).toMatchObject({ status: 409, body: { code: 'owner.last' } })
    }
    expect((await owner.ask('PUT', at(other), { role: 'owner' })).status).toBe(200)
    expect((await viewer.ask('PUT', `/api/w/${workspace}/settings`, { ...settings, name: 'New name' })).status).toBe(
      200,
    )
    expect((await viewer.ask('DELETE', at(self))).status).toBe(200)
    expect((await owner.ask('GET', `/api/w/${workspace}/members`)).status).toBe(404)
    expect((await viewer.ask('DELETE', at(other))).status).toBe(409)
  })

  test('a member may leave', async () => {
    const { visitor: owner, workspace } = await newOwner(url)
    const viewer = await newMember(url, owner, workspace, 'viewer')
    const [first, second] = (await membersOf(viewer, workspace)).members
    expect((await viewer.ask('DELETE', `/api/w/${workspace}/members/${first?.id}`)).status).toBe(403)
    expect((await viewer.ask('DELETE', `/api/w/${workspace}/members/${second?.id}`)).status).toBe(200)
    expect((await viewer.ask<Me>('GET', '/api/me')).body).toMatchObject({ workspaces: [] })
  })

  test('owners may have several workspaces', async () => {
    const { visitor: owner } = await newOwner(url)
    await owner.ask('POST', '/api/workspaces', { ...settings, name: 'Second', language: 'en' })
    const me = await owner.ask<{ workspaces: Workspace[] }>('GET', '/api/me')
    expect(me.body.workspaces.map((one) => one.name)).toEqual([settings.name, 'Second'])
  })
})
