import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newMember, newOwner, settings } from '../../../../test/engines/accounts.ts'
import { type AdminServer, startAdmin } from '../../../../test/engines/admin.ts'
import type { Visitor } from '../../../../test/engines/browser.ts'
import { temporaryPglite } from '../../../../test/engines/postgres.ts'
import type { Postgres } from '../../../platform/postgres/open.ts'
import type { AuditCheck, AuditPage } from './schema.ts'

let postgres: Postgres
let server: AdminServer
let owner: Visitor
let workspace: string
let time = Date.now()

beforeAll(async () => {
  postgres = await temporaryPglite()
  server = await startAdmin(postgres, { now: () => time })
  const first = await newOwner(server.url)
  owner = first.visitor
  workspace = first.workspace
})
afterAll(async () => {
  await server.close()
  await postgres.close()
})

const page = async (query = '') => (await owner.ask<AuditPage>('GET', `/api/w/${workspace}/audit${query}`)).body
const check = async () => (await owner.ask<AuditCheck>('GET', `/api/w/${workspace}/audit/check`)).body

describe('the audit log', () => {
  test('enters what members change, without their addresses', async () => {
    const viewer = await newMember(server.url, owner, workspace, 'viewer')
    await owner.ask('PUT', `/api/w/${workspace}/settings`, { ...settings, name: 'New name' })
    await viewer.ask('PUT', `/api/w/${workspace}/settings`, { ...settings, name: 'Not allowed' })
    const { entries, actors, actions } = await page()
    expect(entries.map(({ action }) => action)).toEqual(['admin.updateWorkspace', 'admin.invite'])
    expect(entries[1]).toMatchObject({ number: 1, actor: { kind: 'user', name: 'owner' }, details: { role: 'viewer' } })
    expect(JSON.stringify(entries)).not.toContain('@shop.example')
    expect(actors.map(({ name }) => name)).toEqual(['owner'])
    expect(actions).toEqual(['admin.invite', 'admin.updateWorkspace'])
    expect(await check()).toEqual({ intact: true, checked: 2, broken: null, last: entries[0]?.hash })
    for (const path of ['audit', 'audit/check', 'audit/file']) {
      expect(await viewer.ask('GET', `/api/w/${workspace}/${path}`)).toMatchObject({ status: 403 })
    }
  })

  test('is filtered, paged and exported', async () => {
    const { audit } = server.admin
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        audit.write({
          workspace,
          caller: 'system',
          action: 'test.many',
          person: String(i % 2),
          details: { n: `=${i}` },
        }),
      ),
    )
    const ones = await page('?person=1&limit=2')
    expect(ones.entries).toHaveLength(2)
    expect(ones.more).toBe(true)
    const rest = await page(`?person=1&limit=2&before=${ones.entries.at(-1)?.number}`)
    expect(rest.entries).toHaveLength(1)
    expect((await page('?action=test.many')).entries).toHaveLength(6)
    expect((await page('?actor=system')).entries).toHaveLength(6)
    const file = await server.admin.audit.file({
      caller: { kind: 'local' },
      workspace: await server.admin.settingsOf(workspace),
    })
    const lines = (await file.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(9)
    expect(lines[3]).toContain(`system,system,,test.many,0,"{""n"":""'=0""}"`)
    expect((await check()).intact).toBe(true)
  })

  test('a look at one person is one look, soon after another', async () => {
    const { audit } = server.admin
    await audit.seen({ kind: 'local' }, workspace, '77')
    await audit.seen({ kind: 'local' }, workspace, '77')
    expect((await page('?person=77')).entries).toHaveLength(1)
    time += 11 * 60_000
    await audit.seen({ kind: 'local' }, workspace, '77')
    expect((await page('?person=77')).entries).toHaveLength(2)
  })

  test('the database refuses to change it, and a change beside it shows', async () => {
    const change = sql`update audit_entry set action = 'x' where number = 2`
    await expect(change.execute(postgres.db)).rejects.toThrow('the audit log is never changed')
    await expect(sql`delete from audit_entry`.execute(postgres.db)).rejects.toThrow('never changed')
    await expect(sql`truncate audit_entry`.execute(postgres.db)).rejects.toThrow('never changed')
    const before = await check()
    await sql`alter table audit_entry disable trigger keep_audit`.execute(postgres.db)
    await change.execute(postgres.db)
    expect(await check()).toMatchObject({ intact: false, checked: 1, broken: 2 })
    await sql`update audit_entry set action = 'admin.updateWorkspace' where number = 2`.execute(postgres.db)
    await sql`alter table audit_entry enable trigger keep_audit`.execute(postgres.db)
    expect(await check()).toEqual(before)
  })
})
