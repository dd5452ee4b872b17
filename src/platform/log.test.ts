import { expect, test } from 'vitest'
import { openLog } from './log.ts'

test('writes JSON lines without secrets', () => {
  const lines: string[] = []
  const log = openLog('info', { write: (line) => lines.push(line) })
  log.info(
    {
      body: { email: 'a@b.example', password: 'pw' },
      request: { headers: { cookie: 'c', authorization: 'Bearer t' } },
    },
    'hello',
  )
  log.debug('not this')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'hello',
    body: { email: 'a@b.example', password: '[hidden]' },
    request: { headers: { cookie: '[hidden]', authorization: '[hidden]' } },
  })
})
