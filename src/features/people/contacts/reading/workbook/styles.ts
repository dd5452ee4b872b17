import { limits, tooLarge } from './limits.ts'
import { readWhole } from './xml.ts'

/** Formats that every spreadsheet program knows by their number and that show days or times. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

const longestFormat = 1000
const dateSigns = new Set('ymdhsbYMDHS')

/** Whether a format such as `dd.mm.yyyy` shows a number as a day or a time. */
export function isDateFormat(format: string): boolean {
  const code = format.slice(0, longestFormat)
  for (let i = 0; i < code.length; i++) {
    const sign = code.charAt(i)
    if (dateSigns.has(sign)) return true
    // The next sign is shown as it is, as room, or again and again.
    if (sign === '\\' || sign === '_' || sign === '*') i += 1
    const end = sign === '"' ? code.indexOf('"', i + 1) : sign === '[' ? code.indexOf(']', i + 1) : -1
    if (end !== -1) i = end
  }
  return false
}

/** Whether each style of cells shows days or times. */
export async function dateStylesOf(content: AsyncIterable<Buffer> | undefined): Promise<readonly boolean[]> {
  const own = new Map<number, boolean>()
  const formats: number[] = []
  let isCells = false
  if (!content) return []
  await readWhole(content, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'cellXfs') isCells = true
      if (name === 'numFmt') own.set(Number(numFmtId), isDateFormat(formatCode))
      if (name === 'xf' && isCells) formats.push(Number(numFmtId))
      if (Math.max(own.size, formats.length) > limits.styles) throw tooLarge('styles')
    },
    close(name) {
      if (name === 'cellXfs') isCells = false
    },
  })
  return formats.map((id) => own.get(id) ?? isBuiltInDate(id))
}
