import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryWarehouse } from '../engines/chdb.ts'
import { type TemporaryProduct, temporaryCluster, temporaryProduct, temporaryServer } from '../engines/product.ts'
import { funnelSteps, type Story, storyNames, tell } from './stories.ts'

type Told = Awaited<ReturnType<typeof tell>>

const workspaces = new Map<Story, string>(storyNames.map((story) => [story, randomUUID()]))
const idOf = (story: Story): string => workspaces.get(story) ?? ''
const patience = 600_000
const expected = new Map<Story, Told>()

describe('in process', () => {
  let product: TemporaryProduct
  beforeAll(async () => {
    product = await temporaryProduct(await temporaryWarehouse())
    for (const story of storyNames) expected.set(story, await tell(product, story, idOf(story)))
  }, patience)
  afterAll(() => product.close())

  test('the clicks are those of the file', () => {
    const told = expected.get('clicks')
    expect(told?.['the first import']).toMatchObject({ read: 31_106, imported: 31_106, people: 600 })
    expect(told?.['the same file again']).toMatchObject({ read: 31_106, imported: 0, duplicates: 31_106 })
    const steps = (people: readonly number[]) => ({
      steps: funnelSteps.map((name, i) => expect.objectContaining({ name, people: people[i] })),
    })
    expect(told?.['its reports']).toMatchObject({
      funnels: {
        '1d by null': steps([600, 591, 386, 173, 56]),
        '7d by null': steps([600, 591, 410, 220, 85]),
        '30d by null': steps([600, 596, 465, 294, 138]),
      },
      vocabulary: { eventCount: 31_106, people: 600 },
      figures: { state: 'ready', people: 600 },
    })
    expect(told?.['the import taken back']).toMatchObject({ state: 'undone', people: { people: [], total: 0 } })
    expect(told?.['a second, small file']).toMatchObject({ imported: 100, duplicates: 50 })
    const { draft: _, ...reports } = Object(told?.['its reports'])
    expect(told?.['the reports after it']).toEqual(reports)
  })

  test('a part of the baskets taken back and imported again changes nothing', () => {
    const { whole, again } = expected.get('baskets') ?? {}
    const { vocabulary, people } = Object(whole)
    expect(again).toMatchObject({
      imported: 2500,
      vocabulary: { ...vocabulary, properties: expect.anything() },
      people,
    })
  })

  test('of the other files, good rows are in and bad rows out', () => {
    const told = expected.get('mixedFiles')
    expect(told).toMatchObject({
      'a German file': { read: 6, imported: 3, rejected: 3, people: 3 },
      'objects of JSON': { imported: 40, people: 7 },
      'too many names': { read: 60_020, rejected: 15 },
      // The address of two customers stays with the first: customers never join through it.
      people: { found: { total: 1 } },
    })
  })
})

describe.each([
  ['on a ClickHouse server', temporaryServer],
  ['on a cluster of two shards', temporaryCluster],
])('%s', (_, open) => {
  let product: TemporaryProduct
  beforeAll(async () => {
    product = await temporaryProduct(await open())
  })
  afterAll(() => product.close())

  test.each(storyNames)(
    'all answers about the %s are the same',
    async (story) => {
      const told = await tell(product, story, idOf(story))
      for (const [name, answer] of Object.entries(expected.get(story) ?? {})) {
        expect(told[name], name).toEqual(answer)
      }
    },
    patience,
  )
})
