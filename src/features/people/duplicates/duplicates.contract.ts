import { beforeAll, expect, test } from 'vitest'
import { openLog } from '../../../platform/log.ts'
import type { Workspace } from '../../admin/index.ts'
import { anchorOf } from '../../collect/index.ts'
import type { ContactWorld } from '../contacts/testing/world.ts'
import { openPeopleService } from '../service.ts'
import { type DuplicateService, openDuplicateService } from './service.ts'

const head = 'Kundennummer;Vorname;Nachname;E-Mail;Telefon;Straße;PLZ;Ort;Geburtstag'
const rows = [
  '1;Anna;Müller;anna@x.de;;Schillerstr. 3;04109;Leipzig;03.04.1980',
  '2;ANNA;Mueller;;;Schillerstraße 3;04109;Leipzig;',
  '3;Max;Muster;max@x.de;0170 1234567;;99084;Erfurt;',
  '4;Maxi;Muster;max@x.de;;;99085;Erfurt;',
  '5;Otto;Krause;;0170 1234567;;10115;Berlin;',
  '6;Gerda;Zickler;g@x.de;;Schillerstr. 3;04109;Leipzig;',
]

const open = { state: 'open', offset: 0, limit: 50 } as const
const of = (workspace: Workspace, number: string) => anchorOf(workspace.id, 'customer', number)

function bench(world: () => ContactWorld) {
  let duplicates: DuplicateService

  beforeAll(async () => {
    const { postgres, warehouse, collect } = world()
    const people = openPeopleService({
      warehouse,
      admin: {
        audit: { write: async () => {} },
      },
    })
    duplicates = openDuplicateService({
      db: postgres.db,
      warehouse,
      log: openLog('silent'),
      identity: collect.identity,
      labelsOf: people.labelsOf,
      profileOf: people.profile,
      now: Date.now,
    })
  })

  async function filled(): Promise<Workspace> {
    const workspace = await world().workspace({ timeZone: 'Europe/Berlin', language: 'de' })
    const done = await world().importPath(workspace, await world().file([head, ...rows].join('\n')))
    expect(done).toMatchObject({ state: 'done', imported: 6 })
    return workspace
  }

  async function pairsOf(workspace: Workspace): Promise<string[]> {
    const names = new Map(rows.map((_, i) => [of(workspace, String(i + 1)), String(i + 1)]))
    const { pairs } = await duplicates.list(workspace.id, 'de', open)
    return pairs.map(({ one, other }) => [names.get(one.personId), names.get(other.personId)].sort().join('-')).sort()
  }

  return { duplicates: () => duplicates, filled, pairsOf }
}

/** The search for people who are in twice, on whatever engine is given. */
export function duplicatesContract(world: () => ContactWorld): void {
  const { duplicates, filled, pairsOf } = bench(world)
  test('finds who shares an address or is written a little differently, and nobody else', async () => {
    const workspace = await filled()
    expect(await duplicates().list(workspace.id, 'de', open)).toMatchObject({ open: 0, searched: null })
    const { found } = await duplicates().search(workspace.id)
    expect(await pairsOf(workspace)).toEqual(['1-2', '3-4', '3-5'])
    expect(found).toBe(3)
    const { pairs, open: waiting } = await duplicates().list(workspace.id, 'de', open)
    expect(waiting).toBe(3)
    const [first] = pairs
    expect(first?.score).toBeGreaterThan(0.7)
    const compared = await duplicates().get(workspace, first?.id ?? '')
    expect(compared.lines.find(({ key }) => key === 'last_name')).toBeDefined()
    expect(compared.lives.one.touches).toBe(1)
  })

  test('merging makes two people one, and the pair goes', async () => {
    const workspace = await filled()
    await duplicates().search(workspace.id)
    const { pairs } = await duplicates().list(workspace.id, 'de', open)
    const [pair] = pairs
    const { person, open: left } = await duplicates().decide(workspace.id, 'local', pair?.id ?? '', 'merge')
    expect([pair?.one.personId, pair?.other.personId]).toContain(person)
    expect(left).toBe(2)
    expect((await world().state(workspace)).people).toHaveLength(5)
    await duplicates().search(workspace.id)
    expect(await duplicates().list(workspace.id, 'de', open)).toMatchObject({ open: 2 })
  })
}

/** What becomes of the pairs that somebody decided about. */
export function decidedPairsContract(world: () => ContactWorld): void {
  const { duplicates, filled } = bench(world)
  test('who was told apart is not proposed again, who was put off waits', async () => {
    const workspace = await filled()
    await duplicates().search(workspace.id)
    const { pairs } = await duplicates().list(workspace.id, 'de', open)
    const [one, other] = pairs
    await duplicates().decide(workspace.id, 'local', one?.id ?? '', 'different')
    expect(await duplicates().decide(workspace.id, 'local', other?.id ?? '', 'later')).toEqual({
      open: 1,
      person: null,
    })
    await duplicates().search(workspace.id)
    expect(await duplicates().list(workspace.id, 'de', open)).toMatchObject({ open: 1, later: 1 })
    await duplicates().decide(workspace.id, 'local', one?.id ?? '', 'open')
    expect(await duplicates().list(workspace.id, 'de', open)).toMatchObject({ open: 2, later: 1 })
  })

  test('who stays takes over the pairs of who is gone', async () => {
    const workspace = await filled()
    await duplicates().search(workspace.id)
    const { pairs } = await duplicates().list(workspace.id, 'de', open)
    const ofMax = pairs.filter(({ one, other }) => [one.personId, other.personId].includes(of(workspace, '3')))
    expect(ofMax).toHaveLength(2)
    const { person } = await duplicates().decide(workspace.id, 'local', ofMax[0]?.id ?? '', 'merge')
    const after = await duplicates().list(workspace.id, 'de', open)
    expect(after.open).toBe(2)
    const left = after.pairs.find(({ one, other }) => [one.personId, other.personId].includes(person ?? ''))
    expect(left?.one.label).not.toMatch(/Unbekannt/)
    expect(left?.other.label).not.toMatch(/Unbekannt/)
  })

  test('a pair of another workspace is nobody’s', async () => {
    const workspace = await filled()
    await duplicates().search(workspace.id)
    const { pairs } = await duplicates().list(workspace.id, 'de', open)
    const stranger = await world().workspace()
    const id = pairs[0]?.id ?? ''
    await expect(duplicates().get(stranger, id)).rejects.toMatchObject({ status: 404 })
    await expect(duplicates().decide(stranger.id, 'local', id, 'merge')).rejects.toMatchObject({ status: 404 })
  })
}
