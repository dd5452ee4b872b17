import type { BrowserContext } from 'playwright-core'
import { askLocal, type ImportState, type Server, until } from './program.ts'

/** A running server, the folder it works in, and somebody's browser. */
type Place = { readonly server: Server; readonly data: string; readonly context: BrowserContext }

/** What the person's own browser may ask, with its cookie. */
async function asPerson<T>({ server, context }: Place, path: string, body: unknown): Promise<T> {
  const answer = await context.request.post(`${server.url}/api${path}`, { data: body, headers: { origin: server.url } })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return answer.json()
}

async function signUp(place: Place): Promise<{ workspace: string; empty: string }> {
  const who = { name: 'Mara Köhler-Wiesengrund', email: 'mara@radweg.example', password: 'ein ganz langer Satz' }
  await asPerson(place, '/auth/sign-up/email', who)
  const settings = { timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  const shop = await asPerson<{ id: string }>(place, '/workspaces', { ...settings, name: 'Rad & Weg' })
  const empty = await asPerson<{ id: string }>(place, '/workspaces', { ...settings, name: 'Noch nichts' })
  return { workspace: shop.id, empty: empty.id }
}

async function importSample({ data }: Place, workspace: string): Promise<string> {
  const imports = `/api/w/${workspace}/imports`
  const { id } = await askLocal<ImportState>(data, 'POST', `${imports}/sample`, { people: 500 })
  await until(async () => (await askLocal<ImportState>(data, 'GET', `${imports}/${id}`)).state, 'done')
  return id
}

const badFile = `customer_id,time,event,channel,value
C1,2026-03-01 10:00:00,visit,email,
C2,no time at all,visit,email,
,2026-03-01 10:00:00,visit,email,12.50
C3,2026-03-01 10:00:00,purchase,store,19.90
`

async function upload({ server, context }: Place, workspace: string): Promise<string> {
  const file = { name: 'Kassenbons-Filiale-Freiburg-März.csv', mimeType: 'text/csv', buffer: Buffer.from(badFile) }
  const options = { multipart: { file }, headers: { origin: server.url } }
  const answer = await context.request.post(`${server.url}/api/w/${workspace}/uploads`, options)
  return (await answer.json()).upload
}

type Journey = { readonly id: string; readonly phases: { id: string }[]; readonly touchpoints: { id: string }[] }

async function draft({ data }: Place, workspace: string): Promise<Journey> {
  const journeys = `/api/w/${workspace}/journeys`
  const goal = { field: 'event', op: 'is', values: ['purchase'] }
  const order = { phaseModel: 'six-phases', goal, name: 'Fahrradkauf' }
  const proposal = await askLocal<object>(data, 'POST', `${journeys}/draft`, order)
  const journey = await askLocal<Journey>(data, 'POST', journeys, proposal)
  const figures = () => askLocal<{ state: string }>(data, 'POST', `${journeys}/${journey.id}/figures`, {})
  await until(async () => (await figures()).state, 'ready')
  return journey
}

type Made = { readonly source: { readonly id: string }; readonly key: string }

const browser = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0' }
const visits = Array.from({ length: 12 }, (_, i) => ({
  type: 'track',
  event: ['product_view', 'workshop_appointment_requested'][i % 2],
  anonymousId: `visitor-${i % 5}`,
  messageId: `visit-${i}`,
  properties: { path: `/lastenräder/${i}`, title: 'Lastenrad für Familien mit zwei Kindern und einem Hund' },
  context: { ...browser, page: { url: 'https://www.radweg.example/?utm_source=newsletter&utm_medium=email' } },
}))
const strange = [
  { type: 'dance', event: 'tango', context: browser },
  { type: 'track', anonymousId: 'visitor-1' },
]

/** A website that sends, among good messages some strange ones, a paused newsletter, and a till that is silent. */
async function connect(place: Place) {
  const settings = { name: 'Radladen live', timeZone: 'Europe/Berlin', currency: 'EUR', language: 'de' }
  const { id } = await asPerson<{ id: string }>(place, '/workspaces', settings)
  const add = (source: object) => asPerson<Made>(place, `/w/${id}/sources`, source)
  const origins = ['https://www.radundweg-fahrradhandel.example', '*.radweg.example']
  const website = await add({ name: 'Onlineshop Rad & Weg', kind: 'website', origins })
  const till = await add({ name: 'Kasse Freiburg-Wiehre', kind: 'till' })
  const mailing = await add({ name: 'Newsletter', kind: 'mailing' })
  const one = `/api/w/${id}/sources`
  await askLocal(place.data, 'PATCH', `${one}/${mailing.source.id}`, { paused: true })
  const body = JSON.stringify({ writeKey: website.key, batch: [...visits, ...strange] })
  const sent = await fetch(`${place.server.url}/v1/batch`, { method: 'POST', body })
  if (!sent.ok) throw new Error(`/v1/batch: ${sent.status} ${await sent.text()}`)
  type Row = { readonly volume: { readonly month: number; readonly rejected: number } }
  const volume = async () => {
    const { month, rejected } = (await askLocal<Row>(place.data, 'GET', `${one}/${website.source.id}`)).volume
    return { month, rejected }
  }
  await until(volume, { month: visits.length, rejected: strange.length })
  return { workspace: id, website: website.source.id, till: till.source.id, mailing: mailing.source.id }
}

/** A till that asks, a phone that notes, a tally from paper, and a person who asks for a copy. */
async function collectInStore({ data }: Place, workspace: string, person: string) {
  const at = `/api/w/${workspace}`
  const settings = { place: 'Freiburg-Wiehre', language: 'de', extra: true }
  const add = (device: object) =>
    askLocal<{ device: { id: string } }>(data, 'POST', `${at}/capture/devices`, { ...settings, ...device })
  const till = await add({ kind: 'question', name: 'Kasse am Eingang' })
  await add({ kind: 'staff', name: 'Telefon am Tresen' })
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  const counts = { empfehlung: 9, suche: 4, '': 3 }
  await askLocal(data, 'POST', `${at}/capture/tallies`, { device: till.device.id, day, counts })
  await askLocal(data, 'POST', `${at}/people/${person}/requests`, { kind: 'copy', note: 'Bitte per Post' })
}

/** Regular customers, a list of everybody known, and a persona on the map who stands for them. */
async function group({ data }: Place, workspace: string, journey: Journey) {
  const at = `/api/w/${workspace}/segments`
  const make = async (name: string, rule: object | null) =>
    (await askLocal<{ id: string }>(data, 'POST', at, { name, description: 'Wer mehr als einmal gekauft hat.', rule }))
      .id
  const did = { field: 'event', op: 'is', values: ['purchase'] }
  const regulars = { did, times: { op: 'at_least', n: 2 }, within: null }
  const rule = await make('Stammkundinnen und Stammkunden', {
    any: [regulars, { trait: 'city', op: 'is', values: ['Ulm'] }],
  })
  const list = await make('Einladungen zum Werkstattfest im Frühling', null)
  await askLocal(data, 'POST', `${at}/${list}/found`, { filter: { known: 'known' } })
  const counting = async () => (await askLocal<{ counting: boolean }>(data, 'GET', `${at}/${rule}`)).counting
  await until(counting, false)
  const sofie = {
    id: 'sofie',
    name: 'Sportliche Sofie',
    description: 'Fährt das ganze Jahr und kauft gern vor Ort.',
    segment: rule,
  }
  const otto = { id: 'otto', name: 'Onlinekäufer Otto', description: '', segment: null }
  await askLocal(data, 'PUT', `/api/w/${workspace}/journeys/${journey.id}`, { ...journey, personas: [sofie, otto] })
  return { rule, list }
}

/** An owner with an empty workspace and one that holds the sample shop, a journey, an upload and an invitation. */
export async function seed(place: Place) {
  const { data, context } = place
  const { workspace, empty } = await signUp(place)
  const importId = await importSample(place, workspace)
  const journey = await draft(place, workspace)
  type Listed = { readonly people: readonly { readonly personId: string }[] }
  const { people } = await askLocal<Listed>(data, 'GET', `/api/w/${workspace}/people`)
  const person = people[0]?.personId ?? ''
  await collectInStore(place, workspace, person)
  const guest = { email: 'eine.sehr.lange.adresse.einer.kollegin@radundweg-fahrradhandel.example', role: 'viewer' }
  const invitation = await askLocal<{ id: string }>(data, 'POST', `/api/w/${workspace}/invitations`, guest)
  return {
    workspace,
    empty,
    importId,
    journey,
    person,
    upload: await upload(place, workspace),
    invitation: invitation.id,
    segments: await group(place, workspace, journey),
    connected: await connect(place),
    storageState: await context.storageState(),
  }
}

export type Seeded = Awaited<ReturnType<typeof seed>>
