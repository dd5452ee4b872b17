import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { satisfies } from 'semver'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '..')

const Entry = z.object({
  version: z.string().optional(),
  engines: z.object({ node: z.string().optional() }).optional(),
  optional: z.boolean().optional(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
})
const Lock = z.object({ packages: z.record(z.string(), Entry) })
type Tools = {
  missingIn(packages: object): { name: string; version: string; dev?: boolean }[]
  completed(lock: object): z.infer<typeof Lock>
  machineOf(name: string): object
}

const raw: { packages: object } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const { packages } = Lock.parse(raw)
const { completed, machineOf, missingIn }: Tools = await import(join(root, 'scripts/complete-lock.mjs'))

describe('a fresh machine', () => {
  test('may have the oldest Node that the product promises', () => {
    const refusing = Object.entries(packages)
      .filter(([, { engines }]) => engines?.node && !satisfies('20.19.0', engines.node))
      .map(([path, { version, engines }]) => `${path}@${version} wants ${engines?.node}`)
    expect(Object.keys(packages).length).toBeGreaterThan(300)
    expect(refusing).toEqual([])
  })

  test('may be of any platform: the lock names the optional packages of all', () => {
    expect(missingIn(packages)).toEqual([])
    expect(packages['node_modules/@chdb/lib-darwin-arm64']).toMatchObject({ os: ['darwin'], cpu: ['arm64'] })
  })

  test('gets a completed lock back as it was, wherever an entry is missing', () => {
    const gone = ['node_modules/@chdb/lib-darwin-arm64', 'node_modules/@chdb/lib-linux-arm64-gnu']
    const less = {
      ...raw,
      packages: Object.fromEntries(Object.entries(raw.packages).filter(([at]) => !gone.includes(at))),
    }
    expect(missingIn(less.packages).map(({ name }) => `node_modules/${name}`)).toEqual(gone)
    expect(completed(less)).toEqual(raw)
  })

  test.each([
    ['@chdb/lib-linux-arm64-gnu', { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] }],
    ['@biomejs/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@msgpackr-extract/msgpackr-extract-win32-x64', { os: ['win32'], cpu: ['x64'] }],
  ])('%s says which machine it is for', (name, machine) => expect(machineOf(name)).toEqual(machine))

  test('a name that says nothing is an error, not a package for every machine', () => {
    expect(() => machineOf('fsevents')).toThrow('does not say which machine')
  })
})
