import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteOrderMark, csvLine } from './csv.ts'

const opened = (text: string, separator = ',') => csvLine([text, 'x'], { policy: 'opened', separator })
const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', '|', "'", ' ']
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...signs), fc.string({ maxLength: 4 }), fc.constantFrom('cmd|', 'SUM(A1)', '1', 'ä')))
  .map((parts) => parts.join(''))
const separators = fc.constantFrom(',', ';', '\t', '|')

describe('a file that is opened', () => {
  test.each([
    '=1+1',
    '+1+cmd|x',
    '-2+3',
    '@SUM(A1)',
    '-A1',
    '+A1',
    '=HYPERLINK()',
    ' =1+1',
    '＝1+1',
    '+49 CALL',
    '-1e5x',
    '-',
  ])('%s', (text) => {
    expect(opened(text)).toBe(text === '-' ? '-,x\r\n' : `'${text},x\r\n`)
  })

  test.each([
    '-12.50',
    '-12.50 €',
    '-5 %',
    '+3',
    '-1e-5',
    '+49 351 123',
    '+49 (0)351/123-45',
    '+49351123',
    '-.5',
    '-1.234.567',
    'a-b',
    'a=b',
    'mara@radweg.example',
    'Hallo - du',
    '1.5.2026',
    "O'Neill",
  ])('%s stays as it is', (text) => {
    expect(opened(text)).toBe(`${text},x\r\n`)
  })

  test('guards behind separators, quotes and line ends, too', () => {
    expect(opened('a;=1+1')).toBe("a;'=1+1,x\r\n")
    expect(opened('a,=1+1', ';')).toBe("a,'=1+1;x\r\n")
    expect(opened('a"=1+1')).toBe(`"a""'=1+1",x\r\n`)
    expect(opened('a\n=1+1')).toBe(`"a\n'=1+1",x\r\n`)
    expect(opened('\t1')).toBe(`'\t1,x\r\n`)
    expect(opened('-1,cmd|x', ';')).toBe(`'-1,cmd|x;x\r\n`)
    expect(opened('\r1')).toBe(`"'\r1",x\r\n`)
    expect(opened('49,- €', ';')).toBe('49,- €;x\r\n')
    expect(opened('Köln, -linksrheinisch', ';')).toBe('Köln, -linksrheinisch;x\r\n')
  })

  /** A cell that a spreadsheet runs: by its first sign, unless it is a number or a phone number. */
  const isRun = (cell: string): boolean =>
    /^[=@\t\r\n]/.test(cell) ||
    (/^[+-]/.test(cell) && /[^\d\s.,'()/€$£%e+-]/i.test(cell) && !/EUR|CHF|USD|GBP/i.test(cell))

  test('has no formula, wherever a spreadsheet splits it', () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 5 }), separators, (cells, separator) => {
        const line = csvLine(cells, { policy: 'opened', separator })
        const [read = []] = parse(line, { delimiter: separator, relax_column_count: true })
        expect(read.filter(isRun)).toEqual([])
        const anywhere = line.split(/[,;\t|\r\n]/).map((part) => part.replace(/^"+|"+$/g, ''))
        expect(anywhere.filter(isRun)).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  test('a long text takes time in proportion', () => {
    const time = (length: number): number => {
      const text = `-${'1 '.repeat(length)}x`
      const start = performance.now()
      for (let i = 0; i < 5; i++) opened(text)
      return performance.now() - start
    }
    time(1000)
    expect(time(200_000)).toBeLessThan(Math.max(50, time(50_000)) * 16)
  })
})

describe('a file that carries data', () => {
  test('keeps what an opened one would guard', () => {
    const cells = ['-12.50', '+49 351 123', '=1+1', '@x', ' a ', '']
    expect(csvLine(cells, { policy: 'carried' })).toBe('-12.50,+49 351 123,=1+1,@x," a ",\r\n')
    expect(csvLine([''], { policy: 'carried' })).toBe('""\r\n')
  })

  test('comes back as it was', () => {
    const table = fc
      .integer({ min: 1, max: 6 })
      .chain((width) =>
        fc.array(fc.array(nasty, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      )
    fc.assert(
      fc.property(table, separators, (rows, separator) => {
        const text = rows.map((cells) => csvLine(cells, { policy: 'carried', separator })).join('')
        expect(parse(byteOrderMark + text, { delimiter: separator, bom: true, record_delimiter: '\r\n' })).toEqual(rows)
      }),
      { numRuns: 2000 },
    )
  })
})
