import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askAs } from '../engines/browser.ts'
import {
  askLocal,
  command,
  endAll,
  expectRefusal,
  fernweh,
  fernwehJson,
  freePort,
  type ImportState,
  root,
  run,
  startServer,
  temporaryDirectory,
  until,
  workspaceIn,
} from './program.ts'

let directory = temporaryDirectory()
beforeEach(() => {
  directory.remove()
  directory = temporaryDirectory()
})
afterEach(async () => {
  await endAll()
  directory.remove()
})

const start = (settings: Readonly<Record<string, string>> = {}) =>
  run('start.mjs', [], { FERNWEH_DATA: directory.file('data'), ...settings }).ended

/** Runs start with something of the machine replaced before its first line. */
const startOn = (machine: string) =>
  start({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(machine)}` })

describe('a person starts Fernweh', () => {
  test('for the first time, is told each step, and ends it with Ctrl+C', async () => {
    const data = directory.file('new/folder')
    const server = await startServer(data, { through: 'npm' })
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
    expect((await fetch(`${server.url}/ready`)).status).toBe(200)
    expect((await fetch(server.url)).headers.get('content-type')).toContain('text/html')

    const second = await start({ FERNWEH_DATA: data, FERNWEH_PORT: String(await freePort()) })
    expectRefusal(second, /Another Fernweh \(process \d+, at http:\/\/localhost:\d+\) has .* open/)

    const { code, output } = await server.stop('SIGINT')
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(output).toMatch(/Opening the databases[\s\S]*Bringing the tables up to date[\s\S]*is ready[\s\S]*Finishing/)
    expect(output).not.toMatch(/\n\s+at /)
  })

  test('ends it with SIGTERM in the middle of an import, and the next start takes that import back', async () => {
    const data = directory.file('data')
    const file = directory.file('shop.csv')
    await fernwehJson(data, 'sample', '--people', '20000', '--seed', '3', '--out', file)
    const server = await startServer(data)
    const importing = fernweh(data, 'import', file)
    const workspace = await workspaceIn(data)
    const imports = () => askLocal<ImportState[]>(data, 'GET', `/api/w/${workspace}/imports`)
    await until(async () => /reading|storing/.test((await imports())[0]?.state ?? ''), true)
    const { code, output } = await server.stop('SIGTERM')
    expect({ code, output }).toMatchObject({ code: 0 })
    expectRefusal(await importing, 'ended. Ask again')

    const again = await startServer(data)
    expect(await imports()).toMatchObject([{ state: 'interrupted', imported: 0, people: 0 }])
    expect((await again.stop()).code).toBe(0)
  })

  test('for the network, and whoever comes first shows the code that the start printed', async () => {
    const data = directory.file('data')
    const server = await startServer(data, { settings: { FERNWEH_HOST: '0.0.0.0', FERNWEH_HOSTS: 'shop.local' } })
    const ask = (setup: string | undefined, host = 'shop.local') =>
      askAs(server.url, host, '/api/auth/sign-up/email', {
        method: 'POST',
        headers: { origin: `http://${host}` },
        body: { name: 'Mara', email: 'mara@radweg.example', password: 'ein ganz langer Satz', setup },
      })
    expect((await ask(undefined)).status).toBe(403)
    expect((await ask(undefined, 'evil.example')).status).toBe(421)
    await server.program.says('setup code: ')
    const { output, printed } = server.program.heard()
    const code = /setup code: ([A-Z2-9]{4}-[A-Z2-9]{4})\n/.exec(output)?.[1]
    expect(printed).not.toContain('setup code')
    expect((await ask(code)).status).toBe(200)
    await server.stop()

    const again = await startServer(data, { settings: { FERNWEH_HOST: '0.0.0.0' } })
    expect((await again.stop()).output).not.toContain('setup code')
  })

  test('on a port that is taken and is told which', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    expectRefusal(await start({ FERNWEH_PORT: String(port) }), `Port ${port} is taken`)
    other.close()
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
    expectRefusal(await startOn(machine), sentence)
  })

  test('on a machine without Node and reads one clear sentence', async () => {
    const bin = directory.file('bin')
    mkdirSync(bin)
    symlinkSync('/usr/bin/dirname', join(bin, 'dirname'))
    expectRefusal(await command('/bin/sh', [join(root, 'start.sh')], { PATH: bin }).ended, 'Node is missing')
  })

  test.each([
    [{ FERNWEH_PORT: 'many', FERNWEH_LOG: 'loud' }, /FERNWEH_PORT must be .*; FERNWEH_LOG must be one of/],
    [{ CLICKHOUSE_URL: 'somewhere' }, 'CLICKHOUSE_URL must be an address'],
    [{ DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:9/none' }, 'PostgreSQL at DATABASE_URL cannot be reached'],
  ])('with the wrong settings %j and is told what to write', async (settings, sentence) => {
    const ended = await start(settings)
    expectRefusal(ended, sentence)
    expect(ended.output).not.toContain('secret')
  })

  test('with a file where the data folder should be and is told so', async () => {
    writeFileSync(directory.file('data'), 'no folder')
    expectRefusal(await start(), /FERNWEH_DATA .* cannot be used as a folder/)
  })
})

/** The repository as cloned; `npm` brings the packages that are here already and talks like the real one. */
function freshClone(): { readonly clone: string; readonly bin: string } {
  const clone = directory.file('clone')
  mkdirSync(clone)
  for (const name of [
    'src',
    'packages',
    'scripts',
    'package.json',
    'package-lock.json',
    'vite.config.ts',
    'index.html',
  ]) {
    cpSync(join(root, name), join(clone, name), { recursive: true })
  }
  const bin = directory.file('bin')
  mkdirSync(bin)
  const modules = join(root, 'node_modules')
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh\necho "added 569 packages"\nmkdir node_modules\nln -s ${modules}/* ${modules}/.bin node_modules/\n`,
    { mode: 0o755 },
  )
  return { clone, bin }
}

test('the first command in a fresh clone prints its answer and nothing else', async () => {
  const { clone, bin } = freshClone()
  const asked = [join(clone, 'scripts/fernweh.mjs'), 'stats', '--json']
  const settings = { FERNWEH_DATA: directory.file('data'), PATH: `${bin}:${process.env.PATH}` }
  const { code, output, printed } = await command(process.execPath, asked, settings).ended
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('added 569 packages') })
  expect(JSON.parse(printed)).toEqual({ events: 0, people: 0, value: '0.00', rejected: 0 })
})
