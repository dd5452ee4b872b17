import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { command, endAll, type Program, root } from './program.ts'

afterEach(endAll)

/** A program that says what the server says, under the watcher with a patience of so many seconds. */
function watched(text: string, seconds: number): Program {
  const server = `const tell = (word) => process.send(word, () => {}); ${text}`
  const watcher = `import { watch } from ${JSON.stringify(pathToFileURL(join(root, 'scripts/watch.mjs')).href)}
    watch(process.execPath, ['-e', ${JSON.stringify(server)}], {}, ${seconds})`
  return command(process.execPath, ['--input-type=module', '-e', watcher], {})
}

const spin = (ms: number) => `{ const end = performance.now() + ${ms}; while (performance.now() < end); }`
const beat = `setInterval(() => tell('alive'), 20); tell('serving'); console.log('up');`
const times = (output: string, text: string) => output.split(text).length - 1

test('a server that dies again and again is started six times and then given up', async () => {
  const { code, output } = await watched(`${beat} setTimeout(() => process.kill(process.pid, 'SIGSEGV'), 50)`, 0.6)
    .ended
  expect({ code, starts: times(output, 'up\n') }).toEqual({ code: 1, starts: 6 })
  expect(times(output, 'Fernweh: The server ended by SIGSEGV. It is started again.')).toBe(5)
  expect(output).toContain(
    'The server ended by SIGSEGV, after 5 new starts within 10 minutes. It is not started again.',
  )
})

test('a bug that ends a serving server starts it again; a refused start and an end of its own do not', async () => {
  const bug = await watched(`${beat} setTimeout(() => process.exit(1), 20)`, 0.3).ended
  expect({ code: bug.code, starts: times(bug.output, 'up\n') }).toEqual({ code: 1, starts: 6 })
  const refused = await watched(`console.log('up'); process.exit(1)`, 0.3).ended
  expect(refused).toMatchObject({ code: 1, output: 'up\n' })
  const done = await watched(`${beat} setTimeout(() => process.exit(0), 20)`, 0.3).ended
  expect(done).toMatchObject({ code: 0, output: 'up\n' })
})

test('a slow start, a slow end and a main thread that is busy for a while are left in peace', async () => {
  const slowly = `process.on('SIGTERM', () => { tell('ending'); setImmediate(() => { ${spin(2500)} process.exit(0) }) });`
  const program = watched(
    `${slowly} ${spin(2500)} ${beat} setTimeout(() => { ${spin(1300)} console.log('still') }, 50)`,
    2,
  )
  await program.says('still')
  program.process.kill('SIGTERM')
  expect(await program.ended).toMatchObject({ code: 0, output: 'up\nstill\n' })
})

test('one that hangs is ended and started again, and by a second signal ended for good', async () => {
  const program = watched(`${beat} setTimeout(() => { for (;;); }, 50)`, 2)
  await program.says('The server did not answer for 2 seconds. It is ended and started again.\nup')
  program.process.kill('SIGTERM')
  const { output } = await program.ended
  expect(times(output, 'up\n')).toBe(2)
})
