import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryCollect } from '../../../../test/engines/collect.ts'
import { p, sql } from '../../../platform/warehouse/sql.ts'
import type { Workspace } from '../../admin/index.ts'
import { Mapping } from '../schema.ts'
import { pathsIn } from '../scope.ts'
import { openSettle } from '../settle.ts'
import { anchorOf } from './anchor.ts'
import { overlayRows } from './overlay.ts'
import { usualRules } from './schema.ts'
import { openIdentity } from './service.ts'
import { decidedIn, openDecisionStore, openRulesStore } from './store.ts'

let bench: Awaited<ReturnType<typeof temporaryCollect>>
beforeAll(async () => {
  bench = await temporaryCollect()
})
afterAll(() => bench.close())

const mapping = Mapping.parse({
  persons: [
    { column: 'user', kind: 'user' },
    { column: 'email', kind: 'email' },
    { column: 'device', kind: 'anonymous' },
  ],
  time: { column: 'time', format: 'iso' },
  event: { column: 'event' },
})

/** Rows of `user,email,device,event` of one day, one minute after the other. */
const imported = (workspace: Workspace, day: number, ...rows: string[]) =>
  bench.importBytes(
    workspace,
    ['user,email,device,event,time', ...rows.map((row, i) => `${row},2025-01-0${day} 10:0${i}:00`)].join('\n'),
    mapping,
  )

async function pathsOf({ id }: Workspace) {
  const rows = await bench.warehouse.rows<{ person: string; touches: number }>(
    sql`select toString(person) as person, toUInt32(length(times)) as touches from ${pathsIn({ workspace: id })}`,
  )
  return new Map(rows.map(({ person, touches }) => [person, touches]))
}

const story = ['u1,,d1,visit', ',,d1,visit', 'u1,anna@x.example,,order', 'u2,,d2,visit', ',,d3,visit'] as const

async function told() {
  const workspace = await bench.workspace()
  const done = await imported(workspace, 1, ...story)
  const of = (kind: 'user' | 'email' | 'anonymous', value: string) => anchorOf(workspace.id, kind, value)
  return {
    workspace,
    id: workspace.id,
    done,
    of,
    u1: of('user', 'u1'),
    u2: of('user', 'u2'),
    d1: of('anonymous', 'd1'),
    d3: of('anonymous', 'd3'),
  }
}

describe('an import with two identifiers per row', () => {
  test('tells who is whom, and its undoing takes that back', async () => {
    const { workspace, id, done, of, u1, u2, d1, d3 } = await told()
    const { identity } = bench.collect
    expect(await pathsOf(workspace)).toEqual(
      new Map([
        [u1, 3],
        [u2, 1],
        [d3, 1],
      ]),
    )
    expect((await identity.anchorsOf(id, u1)).sort()).toEqual([u1, d1, of('email', 'anna@x.example')].sort())
    expect(await identity.find(id, 'email', ' ANNA@x.example')).toBe(u1)
    expect(await identity.find(id, 'email', 'nobody@x.example')).toBeNull()
    const list = await identity.identifiers(id, d1)
    expect(list).toHaveLength(3)
    expect(list.find(({ anchor }) => anchor === d1)).toMatchObject({
      kind: 'anonymous',
      value: 'd1',
      proofs: [
        { with: u1, kind: 'user', value: 'u1', how: 'together', at: '2025-01-01T10:00:00.000Z', source: 'import' },
      ],
      refused: [],
    })
    const { entries, total } = await identity.log(id, { person: u1, offset: 0, limit: 10 })
    expect(total).toBe(2)
    expect(entries).toMatchObject([
      { what: 'merged', person: u1, undoable: true },
      { what: 'merged', person: u1 },
    ])
    await bench.undo(workspace, done.id)
    expect(await pathsOf(workspace)).toEqual(new Map())
    expect(await bench.warehouse.rows(sql`select * from ${overlayRows(id)}`)).toEqual([])
    expect(await bench.warehouse.rows(sql`select 1 from edges where workspace = ${p.uuid(id)}`)).toEqual([])
  })

  test('does not tie a second user to a device, and says so once', async () => {
    const { workspace, id, u1, u2, d1 } = await told()
    const { identity } = bench.collect
    await imported(workspace, 2, 'u2,,d1,visit')
    await imported(workspace, 3, 'u2,,d1,leave')
    expect(await identity.personOf(id, d1)).toBe(u1)
    const refusals = (await identity.log(id, { person: u2, offset: 0, limit: 50 })).entries.filter(
      ({ what }) => what === 'refused',
    )
    expect(refusals).toMatchObject([{ reason: 'exclusive', undoable: false }])
    const [user] = (await identity.identifiers(id, u2)).filter(({ anchor }) => anchor === u2)
    expect(user?.refused).toMatchObject([{ with: d1, value: 'd1', reason: 'exclusive', person: u1 }])
  })
})

describe('people decide', () => {
  test('that two are one, and undo it', async () => {
    const { workspace, id, u1, u2 } = await told()
    const { identity } = bench.collect
    const before = await pathsOf(workspace)
    const person = await identity.join(id, 'Maria', u2, u1)
    expect([u1, u2]).toContain(person)
    const paths = await pathsOf(workspace)
    expect(paths.get(person)).toBe(4)
    expect(paths.size).toBe(2)
    await expect(identity.join(id, 'Maria', u2, u1)).rejects.toMatchObject({ code: 'identity.same' })
    const { entries } = await identity.log(id, { person: u2, offset: 0, limit: 1 })
    expect(entries).toMatchObject([{ what: 'joined', actor: 'Maria', other: u1, undoable: true }])
    await identity.undo(id, 'Maria', entries[0]?.id ?? '')
    expect(await pathsOf(workspace)).toEqual(before)
    const after = await identity.log(id, { offset: 0, limit: 2 })
    expect(after.entries.map(({ what, undoable }) => [what, undoable]).sort()).toEqual([
      ['joined', false],
      ['restored', false],
    ])
    await expect(identity.undo(id, 'Maria', entries[0]?.id ?? '')).rejects.toMatchObject({ code: 'identity.done' })
  })

  test('that an identifier is not of a person, whatever proves it later, until they undo or overrule that', async () => {
    const { workspace, id, u1, d1 } = await told()
    const { identity } = bench.collect
    await identity.part(id, 'Maria', u1, d1)
    expect((await pathsOf(workspace)).get(d1)).toBe(1)
    await imported(workspace, 2, 'u1,,d1,again')
    expect(await identity.personOf(id, d1)).toBe(d1)
    const latest = async () =>
      (await identity.log(id, { person: d1, offset: 0, limit: 9 })).entries.find(({ what }) => what === 'parted')
    const parted = await latest()
    expect(parted).toMatchObject({ actor: 'Maria', reason: 'decision', anchor: { value: 'd1' }, undoable: true })
    await identity.join(id, 'Maria', u1, d1)
    expect(await identity.personOf(id, d1)).toBe(u1)
    const { entries } = await identity.log(id, { person: d1, offset: 0, limit: 9 })
    await identity.undo(id, 'Maria', entries.find(({ what }) => what === 'joined')?.id ?? '')
    expect(await identity.personOf(id, d1)).toBe(d1)
    await identity.undo(id, 'Maria', parted?.id ?? '')
    expect(await identity.personOf(id, d1)).toBe(u1)
    expect((await pathsOf(workspace)).get(u1)).toBe(4)
  })

  test('to undo a merge that the program made', async () => {
    const { workspace, id, u1, d1 } = await told()
    const { identity } = bench.collect
    const { entries } = await identity.log(id, { person: d1, offset: 0, limit: 9 })
    const merge = entries.find(({ what, anchor }) => what === 'merged' && anchor.anchor === d1)
    await identity.undo(id, 'Maria', merge?.id ?? '')
    const paths = await pathsOf(workspace)
    expect([paths.get(u1), paths.get(d1)]).toEqual([2, 1])
    await expect(identity.undo(id, 'Maria', randomUUID())).rejects.toMatchObject({ code: 'thing.missing' })
    await expect(identity.undo(id, 'Maria', merge?.id ?? '')).rejects.toMatchObject({ code: 'identity.done' })
  })

  test('only about people and identifiers that exist', async () => {
    const { id, u1, u2, d1 } = await told()
    const { identity } = bench.collect
    for (const strange of ['5', '9'.repeat(39)]) {
      await expect(identity.join(id, 'x', u1, strange)).rejects.toMatchObject({ code: 'thing.missing' })
      await expect(identity.part(id, 'x', u1, strange)).rejects.toMatchObject({ code: 'thing.missing' })
      await expect(identity.identifiers(id, strange)).rejects.toMatchObject({ code: 'thing.missing' })
      await expect(identity.log(id, { person: strange, offset: 0, limit: 1 })).rejects.toMatchObject({
        code: 'thing.missing',
      })
    }
    await expect(identity.part(id, 'x', u2, d1)).rejects.toMatchObject({ code: 'thing.missing' })
    const other = await bench.workspace()
    await expect(identity.identifiers(other.id, u1)).rejects.toMatchObject({ code: 'thing.missing' })
  })
})

test('new rules hold for everybody, and again as they were', async () => {
  const { workspace, id, u1, d1 } = await told()
  const { identity } = bench.collect
  expect(await identity.rules(id)).toEqual(usualRules)
  await identity.setRules(id, { ...usualRules, blocked: ['d1', 'Anna@x.example'] })
  await identity.idle()
  expect(await identity.anchorsOf(id, u1)).toEqual([u1])
  expect((await pathsOf(workspace)).get(d1)).toBe(1)
  await identity.setRules(id, usualRules)
  await identity.idle()
  expect(await identity.anchorsOf(id, u1)).toHaveLength(3)
  expect((await pathsOf(workspace)).get(u1)).toBe(3)
})

test('a decision that the end of the program left without effect gets it at the next start', async () => {
  const { workspace, id, u1, u2 } = await told()
  const { warehouse, postgres } = bench
  const store = { ...openDecisionStore(postgres.db), ...openRulesStore(postgres.db) }
  const settlePaths = openSettle(warehouse, decidedIn(store))
  let ends = true
  const identity = openIdentity({
    warehouse,
    store,
    log: Object(undefined),
    now: Date.now,
    async settle(settling) {
      if (ends) throw new Error('The program ends')
      await settlePaths(settling)
    },
  })
  await expect(identity.join(id, 'Maria', u1, u2)).rejects.toThrow('ends')
  expect((await pathsOf(workspace)).size).toBe(3)
  ends = false
  await identity.recover()
  expect((await pathsOf(workspace)).size).toBe(2)
  expect(await store.unsettled()).toEqual([])
})
