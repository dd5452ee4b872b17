import { createServer } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort, run, startServer, temporaryDirectory } from './program.ts'

let directory = temporaryDirectory()
beforeEach(() => {
  directory = temporaryDirectory()
})
afterEach(() => directory.remove())

/** Runs start with something of the machine replaced before its first line. */
const startOn = (machine: string) =>
  run('start.mjs', [], {
    FERNWEH_DATA: directory.path,
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(machine)}`,
  })

describe('a person starts Fernweh', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('and ends it with %s', async (signal) => {
    const server = await startServer(directory.path)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    expect((await fetch(`${server.url}/ready`)).status).toBe(200)
    const { code, output } = await server.stop(signal)
    expect({ code, output }).toMatchObject({ code: 0 })
  })

  test('twice on the same data and is told so', async () => {
    const server = await startServer(directory.path)
    const second = run('start.mjs', [], { FERNWEH_DATA: directory.path, FERNWEH_PORT: String(await freePort()) })
    const { code, output } = await second.ended
    expect(code).toBe(1)
    expect(output).toMatch(/Another Fernweh .* has .* open/)
    expect(output).not.toMatch(/\n\s+at /)
    await server.stop()
  })

  test('on a port that is taken and is told which', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    const { code, output } = await run('start.mjs', [], { FERNWEH_DATA: directory.path, FERNWEH_PORT: String(port) })
      .ended
    other.close()
    expect(code).toBe(1)
    expect(output).toContain(`port ${port}`)
    expect(output).not.toMatch(/\n\s+at /)
  })

  test.each([
    ['Node 18', `Object.defineProperty(process.versions, 'node', { value: '18.19.0' })`, 'Node 18.19.0 is too old'],
    ['Windows', `Object.defineProperty(process, 'platform', { value: 'win32' })`, 'inside WSL2'],
    [
      'a full disk',
      `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; fs.statfsSync = () => ({ bavail: 10, bsize: 1024 }); syncBuiltinESMExports()`,
      'The disk is full',
    ],
  ])('on %s and reads one clear sentence', async (_, machine, sentence) => {
    const { code, output } = await startOn(machine).ended
    expect(code).toBe(1)
    expect(output).toContain(sentence)
    expect(output).not.toMatch(/\n\s+at /)
  })

  test('with a port that is no number and is told what to write', async () => {
    const { code, output } = await run('start.mjs', [], { FERNWEH_DATA: directory.path, FERNWEH_PORT: 'many' }).ended
    expect(code).toBe(1)
    expect(output).toContain('FERNWEH_PORT')
    expect(output).not.toMatch(/\n\s+at /)
  })
})
