import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../../src/app/contract.ts'
import { random } from '../../src/kernel/random.ts'
import { describeApi } from '../../src/platform/http/openapi.ts'
import { type Answer, type Asked, openAsking, speak } from './asking.ts'
import { type Operation, operationsIn, requestOf } from './operations.ts'
import { oddBytes, plainRequest, withOddHeaders } from './plain.ts'
import { openWorld, type Place, type World } from './world.ts'

/** `FUZZ_REQUESTS=100000 FUZZ_SEED=7`: how many requests, from which seed. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 1_500)
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)
const perPlace = 1_500
const atOnce = 4
const longestMs = 30_000

/** What an answer must not tell. */
const inner =
  /node_modules|\bat .{1,80}:\d+:\d+\)?|DB::Exception|\/(?:src|dist|tmp)\/|syntax error at or near|file:\/\//

let world: World
let operations: readonly Operation[]
const lost: unknown[] = []
const note = (problem: unknown): void => {
  lost.push(problem)
}

beforeAll(async () => {
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  operations = operationsIn(await describeApi(contract))
  world = await openWorld()
})
afterAll(async () => {
  await world.close()
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
})

const isSdk = (path: string): boolean => /^\/+(v1|beacon|pixel|sourceConfig)\b/.test(path)
const isAccounts = (path: string): boolean => path.startsWith('/api/auth/')

/** What is wrong with an answer; undefined: nothing. */
function wrong({ path, method }: Asked, { status, type, text, ms }: Answer): string | undefined {
  const declared = (status === 503 || status === 507) && /"code":"[a-z._]+"/.test(text)
  if (status >= 500 && !declared) return `status ${status}`
  if (ms > longestMs) return `${Math.round(ms)} ms`
  if (status < 400) return undefined
  if (inner.test(text)) return `tells ${inner.exec(text)?.[0]}`
  // Node itself answers an expectation that it does not know, without a body.
  if (status === 417 && text === '') return undefined
  if (method === 'HEAD' || isSdk(path) || isAccounts(path)) return undefined
  return type.startsWith('application/problem+json') ? undefined : `status ${status} as ${type}`
}

function drawn(index: number, place: Place): Asked {
  const dice = random(seed, index)
  const operation = operations[index % (operations.length * 2)]
  const asked = operation ? requestOf(operation, dice, place.known) : plainRequest(dice, place)
  const who = (['owner', 'owner', 'owner', 'viewer', 'nobody'] as const)[dice.below(5)] ?? 'owner'
  const cookie = who === 'nobody' ? {} : { cookie: world.cookies[who] }
  return withOddHeaders(dice, { ...asked, headers: { ...cookie, origin: world.url, ...asked.headers } })
}

/** Filling a workspace with the sample shop takes too long to be done with every number. */
const isHeavy = ({ path, body }: Asked): boolean =>
  path.endsWith('/imports/sample') && /"people":\d{3}/.test(String(body))

type Failure = { readonly index: number; readonly asked: Asked; readonly what: string }

const shown = ({ index, asked, what }: Failure): string =>
  `${what}: request ${index} of seed ${seed}: ${asked.name}: ${asked.method} ${asked.path.slice(0, 300)} ${JSON.stringify(String(asked.body ?? '').slice(0, 400))}`

test(`answers ${requests} nasty requests of seed ${seed} without a fault of its own`, { timeout: 0 }, async () => {
  process.stdout.write(`FUZZ_SEED=${seed} FUZZ_REQUESTS=${requests}\n`)
  const asking = openAsking(world.port)
  const failures: Failure[] = []
  const statuses = new Map<number, number>()
  let place = await world.furnish()

  async function one(index: number): Promise<void> {
    const asked = drawn(index, place)
    if (isHeavy(asked)) return
    if (isAccounts(asked.path)) world.wait(20_000)
    const before = world.errors.length
    try {
      const answer = await asking.ask(asked)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      const what = wrong(asked, answer)
      if (what) failures.push({ index, asked, what: `${what} ${world.errors.slice(before).join(' ').slice(0, 600)}` })
      if (index % 5_000 === 0) process.stderr.write(`${index} asked, ${failures.length} wrong\n`)
    } catch (problem) {
      failures.push({ index, asked, what: `no answer (${problem instanceof Error ? problem.message : problem})` })
    }
  }

  for (let index = 0; index < requests; index += atOnce) {
    if (index > 0 && index % perPlace < atOnce) place = await world.furnish()
    await Promise.all(Array.from({ length: atOnce }, (_, i) => one(index + i)))
  }
  for (const bytes of oddBytes) {
    const heard = await speak(world.port, bytes)
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 0)
    if (status >= 500 || inner.test(heard)) {
      const asked = { name: 'bytes', method: '', path: bytes.slice(0, 100), headers: {} }
      failures.push({ index: 0, asked, what: heard.slice(0, 300) })
    }
  }
  const health = await asking.ask({ name: 'health', method: 'GET', path: '/health', headers: {} })
  asking.close()
  process.stdout.write(`${JSON.stringify(Object.fromEntries([...statuses].sort(([a], [b]) => a - b)))}\n`)
  expect(failures.map(shown)).toEqual([])
  expect(lost).toEqual([])
  expect(world.errors).toEqual([])
  expect(health).toMatchObject({ status: 200, text: '{"status":"ok"}' })
  expect(health.ms).toBeLessThan(5_000)
})
