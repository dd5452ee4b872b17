import { expect, test } from 'vitest'
import { head, momentIn, toLine } from './csv.ts'

const row = {
  personId: '7',
  label: '=HYPERLINK("x")',
  named: true,
  first: '2026-05-01T08:03:00.000Z',
  last: '2026-05-01T23:30:00.000Z',
  touches: 3,
  value: '-10.25',
  facts: { phone: '+49 171 1', city: 'Köln; am Rhein' },
}

test('a line for programs and one for a German Excel', () => {
  const columns = ['phone', 'city', 'email']
  const moment = momentIn('Europe/Berlin')
  expect(head(columns, 'comma')).toBe('﻿name,phone,city,email,first_contact,last_contact,touches,value,person\r\n')
  expect(toLine(row, columns, 'comma', moment)).toBe(
    `"'=HYPERLINK(""x"")",+49 171 1,Köln; am Rhein,,2026-05-01 10:03:00,2026-05-02 01:30:00,3,-10.25,7\r\n`,
  )
  expect(toLine(row, columns, 'semicolon', moment)).toBe(
    `"'=HYPERLINK(""x"")";+49 171 1;"Köln; am Rhein";;2026-05-01 10:03:00;2026-05-02 01:30:00;3;-10,25;7\r\n`,
  )
})
