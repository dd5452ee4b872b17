import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMember, newOwner, signIn } from './engines/accounts.ts'
import { newVisitor, type Visitor } from './engines/browser.ts'
import { temporaryWarehouse } from './engines/chdb.ts'
import { serveProduct, type TemporaryProduct, temporaryProduct } from './engines/product.ts'

let product: TemporaryProduct
let server: Awaited<ReturnType<typeof serveProduct>>
let owner: Visitor
let workspace: string

beforeAll(async () => {
  product = await temporaryProduct(await temporaryWarehouse())
  server = await serveProduct(product)
  const made = await newOwner(server.url)
  owner = made.visitor
  workspace = made.workspace
})
afterAll(async () => {
  await server.close()
  await product.close()
})

type Members = { readonly members: readonly { readonly id: string; readonly user: { readonly email: string } }[] }

async function idOf(email: string): Promise<string> {
  const { body } = await owner.ask<Members>('GET', `/api/w/${workspace}/members`)
  return body.members.find(({ user }) => user.email === email)?.id ?? ''
}

/** Somebody who hears the live stream of the workspace; resolves once it begins. */
async function hearing(visitor: Visitor) {
  const { status, body } = await visitor.open(`/api/w/${workspace}/live`)
  expect(status).toBe(200)
  const reader = body?.getReader()
  const heard = async (): Promise<'ended'> => {
    for (;;) if ((await reader?.read())?.done !== false) return 'ended'
  }
  return { ended: heard(), leave: () => reader?.cancel() }
}

const someTime = () => new Promise<'goes on'>((done) => setTimeout(() => done('goes on'), 5000).unref())

test.each<[string, (member: Visitor, email: string) => Promise<unknown>]>([
  ['is removed', async (_, email) => owner.ask('DELETE', `/api/w/${workspace}/members/${await idOf(email)}`)],
  ['signs out', (member) => member.ask('POST', '/api/auth/sign-out', {})],
])('whoever %s hears no more, and the others do', async (what, end) => {
  const email = `${what.replaceAll(' ', '-')}@shop.example`
  const member = await newMember(server.url, owner, workspace, 'viewer', email)
  const [theirs, mine] = [await hearing(member), await hearing(owner)]
  expect((await end(member, email)) as { status: number }).toMatchObject({ status: 200 })
  expect(await Promise.race([theirs.ended, someTime()])).toBe('ended')
  const again = newVisitor(server.url)
  if (what === 'signs out') expect((await signIn(again, email)).status).toBe(200)
  expect(await Promise.race([mine.ended, Promise.resolve('goes on')])).toBe('goes on')
  await mine.leave()
})
