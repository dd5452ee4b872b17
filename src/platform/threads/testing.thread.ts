import { faultsOf } from '../../kernel/fault.ts'
import { serveJobs } from './serve.ts'

const fault = faultsOf({ 'test.broken': { status: 422, title: 'Broken' } })

export const jobs = {
  async *count(to: number) {
    for (let i = 1; i <= to; i++) yield i
  },
  async *nothing() {},
  async *fails(how: 'fault' | 'error') {
    yield 1
    if (how === 'fault') throw fault('test.broken', 'As told', { where: 7 })
    throw Object.assign(new Error('odd'), { code: 'ENOSPC' })
  },
  async *never() {
    yield 1
    for (;;);
  },
  async *grows() {
    const kept: number[][] = []
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, i) => i))
  },
}

serveJobs(jobs)
