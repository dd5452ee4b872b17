import { expect, test } from 'vitest'
import { initialsOf } from './initials.ts'

test.each([
  ['Sparsame Sofie', 'SS'],
  ['familie', 'F'],
  ['Der ältere Äser', 'DÄ'],
  ['😀 Gast', '😀G'],
  [' ', ''],
])('%s is drawn as %s', (name, initials) => expect(initialsOf(name)).toBe(initials))
