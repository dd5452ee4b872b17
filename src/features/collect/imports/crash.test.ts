import { test } from 'vitest'
import { killAndRepeat } from '../../../../test/engines/killing.ts'

test('killed at any point, an import leaves nothing that repeating it does not put right', async () => {
  await killAndRepeat()
}, 300_000)
