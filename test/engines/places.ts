import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Mapping } from '../../src/features/collect/schema.ts'
import { eventIs } from '../../src/kernel/rule.ts'
import type { Visitor } from './browser.ts'
import { localToken, type TemporaryProduct } from './product.ts'

/** A workspace with everything that can lie in one; every name in it begins with its own word. */
export type Place = {
  readonly word: string
  readonly people: number
  readonly workspace: string
  readonly upload: string
  readonly import: string
  readonly journey: string
  readonly touchpoint: string
  readonly person: string
  readonly member: string
  readonly invitation: string
  readonly request: string
  readonly merge: string
  readonly source: string
  readonly webhook: string
  readonly device: string
  readonly tally: string
  readonly key: string
  readonly signing: string
  readonly mapping: string
  readonly duplicate: string
  readonly segment: string
}

type Served = { readonly product: TemporaryProduct; readonly server: { readonly url: string } }

/** How the rows of a place are read. */
export const mapping = Mapping.parse({
  persons: [
    { column: 'customer', kind: 'customer' },
    { column: 'email', kind: 'email' },
  ],
  time: { column: 'time', format: 'iso' },
  event: { column: 'event' },
  channel: { column: 'channel' },
  value: { column: 'value' },
})

/** Both workspaces have the same customers with the same kinds of events, at other times and in other numbers. */
function rowsOf(word: string, people: number): string {
  const rows = Array.from({ length: people }, (_, i) =>
    ['visit', 'cart', 'purchase', `${word}_event`].map((event, n) =>
      [
        `c${i}`,
        `${word}${i}@shop.example`,
        `2024-0${1 + (people % 7)}-0${1 + n} 10:00:00`,
        event,
        `${word}_channel`,
        people,
        word,
      ].join(),
    ),
  )
  return ['customer,email,time,event,channel,value,tag', ...rows.flat()].join('\n')
}

async function uploaded({ server }: Served, workspace: string, text: string): Promise<string> {
  const body = new FormData()
  body.set('file', new Blob([text]), 'rows.csv')
  const headers = { authorization: `Bearer ${localToken}` }
  const answer = await fetch(`${server.url}/api/w/${workspace}/uploads`, { method: 'POST', headers, body })
  if (answer.status !== 200) throw new Error(`The upload was answered with ${answer.status}`)
  const preview: unknown = await answer.json()
  return String(Object(preview).upload)
}

export const deviceSettings = { name: 'Till', place: '', till: '', language: 'en', extra: false, burst: 0 } as const

/** A device at the till, and a tally of it that was taken back with its source, so that it shows nowhere. */
async function till({ product }: Served, workspace: string, shop: string): Promise<Pick<Place, 'device' | 'tally'>> {
  const { capture, sources } = product.client.collect
  const { device } = await capture.addDevice({ workspace, kind: 'question', ...deviceSettings })
  const tally = await capture.addTally({ workspace, device: device.id, day: '2026-01-01', counts: { other: 1 } })
  await product.collect.intake.settled()
  await capture.withdrawTally({ workspace, tally: tally.id })
  for (const { id } of await sources.list({ workspace })) {
    if (id !== shop) await sources.remove({ workspace, source: id })
  }
  return { device: device.id, tally: tally.id }
}

/** What an import of contacts would leave behind; here without one, so that all counts stay round. */
async function contactsIn(
  { product }: Served,
  workspace: string,
  word: string,
  [one = '1', other = '2']: readonly string[],
) {
  const { pool } = product.postgres
  const mapping = randomUUID()
  const duplicate = randomUUID()
  await pool.query(`insert into contact_mapping values ($1, $2, $3, $4, '["id"]', now())`, [
    mapping,
    workspace,
    `${word} mapping`,
    JSON.stringify({ name: `${word} mapping`, columns: [] }),
  ])
  await pool.query(
    `insert into duplicate (id, workspace_id, one, other, score, reasons, found_at) values ($1, $2, $3, $4, 0.9, '[]', now())`,
    [duplicate, workspace, one, other],
  )
  return { mapping, duplicate }
}

export async function furnish(
  served: Served,
  owner: Visitor,
  workspace: string,
  { word, people }: Pick<Place, 'word' | 'people'>,
): Promise<Place> {
  const { product } = served
  const { client } = product
  const text = rowsOf(word, people)
  const path = join(product.directory, `${word}.csv`)
  await writeFile(path, `${text}\n,,never,,,,`)
  const done = await product.importFile(workspace, path, mapping)
  const order = { phaseModel: 'six-phases', goal: eventIs('purchase'), name: `${word} journey` }
  const journey = await client.journeys.create({ workspace, ...(await client.journeys.draft({ workspace, ...order })) })
  const list = await client.people.list({ workspace })
  const members = await client.admin.members({ workspace })
  const invite = { email: `${word}-guest@shop.example`, role: 'viewer' }
  const { body } = await owner.ask<{ id: string }>('POST', `/api/w/${workspace}/invitations`, invite)
  const { source } = await client.collect.sources.create({ workspace, name: `${word} shop`, kind: 'server' })
  const keys = await client.collect.sources.keys({ workspace, source: source.id })
  const website = await client.collect.sources.create({ workspace, name: `${word} website`, kind: 'website' })
  const { signing } = await client.collect.sources.addSigning({ workspace, source: website.source.id })
  const { webhook } = await client.collect.webhooks.add({ workspace, source: source.id, provider: 'orders' })
  const segment = await client.people.segments.create({ workspace, name: `${word} list`, rule: null })
  await product.people.segments.idle()
  return {
    word,
    people,
    workspace,
    upload: await uploaded(served, workspace, text),
    import: done.id,
    journey: journey.id,
    touchpoint: journey.touchpoints[0]?.id ?? '',
    person: list.people[0]?.personId ?? '',
    member: members.members[0]?.id ?? '',
    invitation: body.id,
    request: (await client.people.protection.ask({ workspace, person: list.people[0]?.personId ?? '', kind: 'copy' }))
      .id,
    merge: (await client.collect.identity.merges({ workspace })).entries[0]?.id ?? '',
    source: source.id,
    webhook: webhook.id,
    ...(await till(served, workspace, source.id)),
    key: keys[0]?.id ?? '',
    signing: signing.id,
    segment: segment.id,
    ...(await contactsIn(
      served,
      workspace,
      word,
      list.people.map(({ personId }) => personId),
    )),
  }
}
