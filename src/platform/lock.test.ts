import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { holdDirectory, holderOf } from './lock.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fernweh-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('one at a time', () => {
  const lock = holdDirectory(directory)
  expect(() => holdDirectory(directory)).toThrow(
    `Another Fernweh (process ${process.pid}) is using ${directory}. Stop it first.`,
  )
  lock.release()
  expect(holderOf(directory)).toBeUndefined()
  holdDirectory(directory).release()
})

test('tells local programs of the same account where the server is', () => {
  const lock = holdDirectory(directory)
  lock.announce({ port: 4870, token: 'secret' })
  expect(holderOf(directory)).toMatchObject({ pid: process.pid, port: 4870, token: 'secret' })
  expect(statSync(join(directory, 'server.json')).mode & 0o777).toBe(0o600)
  lock.release()
})

test('a living process keeps its lock, a dead one or another with its number does not', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const gone = new Promise((done) => child.once('exit', done))
  const file = join(directory, 'server.json')
  const stat = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ')[21] : ''
  writeFileSync(file, JSON.stringify({ pid: child.pid, started: stat }))
  expect(() => holdDirectory(directory)).toThrow(`process ${child.pid}`)
  writeFileSync(file, JSON.stringify({ pid: child.pid, started: 'another time' }))
  holdDirectory(directory).release()
  writeFileSync(file, JSON.stringify({ pid: child.pid, started: stat }))
  child.kill('SIGKILL')
  await gone
  holdDirectory(directory).release()
})

test('a file that is no lock is replaced', () => {
  writeFileSync(join(directory, 'server.json'), 'half a fi')
  holdDirectory(directory).release()
})
