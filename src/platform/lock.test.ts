import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holderOf, holdLock, lockDirectory } from './lock.ts'

let directory: string
const file = () => join(directory, 'server.json')
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fernweh-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('one at a time', () => {
  const lock = holdLock(file())
  expect(() => holdLock(file())).toThrow(
    `Another Fernweh (process ${process.pid}) is using ${directory}. Stop it first.`,
  )
  expect(lockDirectory(directory)).toMatchObject({ heldBy: { pid: process.pid } })
  lock.release()
  expect(holderOf(directory)).toBeUndefined()
  holdLock(file()).release()
})

test('tells local programs of the same account where the server is', () => {
  const lock = holdLock(file())
  lock.announce(4870, 'secret')
  expect(holderOf(directory)).toMatchObject({ pid: process.pid, port: 4870, token: 'secret' })
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  lock.release()
})

test('a living process keeps its lock, a dead one or another with its number does not', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const gone = new Promise((done) => child.once('exit', done))
  const stat = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ')[21] : ''
  writeFileSync(file(), JSON.stringify({ pid: child.pid, started: stat }))
  expect(() => holdLock(file())).toThrow(`process ${child.pid}`)
  writeFileSync(file(), JSON.stringify({ pid: child.pid, started: 'another time' }))
  holdLock(file()).release()
  writeFileSync(file(), JSON.stringify({ pid: child.pid, started: stat }))
  child.kill('SIGKILL')
  await gone
  holdLock(file()).release()
})

test('a file that is no lock is replaced', () => {
  writeFileSync(file(), 'half a fi')
  holdLock(file()).release()
})
