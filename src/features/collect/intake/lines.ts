const lineBreak = 10

/** Rows of text, kept as bytes: text that is made of many parts is slow to keep. */
export type Lines = {
  readonly count: number
  readonly size: number
  /** The text of the rows `from` up to, not including, `to`; until more are added. */
  bytes(from: number, to: number): Buffer
  add(line: string): void
  /** Adds rows that are bytes already, each ended by a line break. */
  append(rows: Buffer): void
}

export function openLines(room = 64 * 1024): Lines {
  let buffer = Buffer.allocUnsafeSlow(room)
  const ends: number[] = []
  const end = (): number => ends.at(-1) ?? 0
  const makeRoom = (needed: number) => {
    if (needed <= buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, buffer.length * 2))
    buffer.copy(larger, 0, 0, end())
    buffer = larger
  }
  const start = (nth: number): number => (nth === 0 ? 0 : (ends[nth - 1] ?? end()))
  return {
    get count() {
      return ends.length
    },
    get size() {
      return end()
    },
    bytes: (from, to) => buffer.subarray(start(from), start(to)),
    add(line) {
      makeRoom(end() + line.length * 3)
      ends.push(end() + buffer.write(line, end()))
    },
    append(rows) {
      const begin = end()
      makeRoom(begin + rows.length)
      rows.copy(buffer, begin)
      for (let at = rows.indexOf(lineBreak); at >= 0; at = rows.indexOf(lineBreak, at + 1)) ends.push(begin + at + 1)
    },
  }
}

/** The rows of one text, each ended by a line break. */
export function linesIn(bytes: Buffer): Lines {
  const lines = openLines(bytes.length)
  lines.append(bytes)
  return lines
}
