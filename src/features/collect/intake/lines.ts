/** Rows of text, kept as bytes: text that is made of many parts is slow to keep. */
export type Lines = {
  readonly count: number
  readonly size: number
  /** The text of the rows `from` up to, not including, `to`; until more are added. */
  bytes(from: number, to: number): Buffer
  add(line: string): void
}

export function openLines(room = 64 * 1024): Lines {
  let buffer = Buffer.allocUnsafeSlow(room)
  const ends: number[] = []
  const end = (): number => ends.at(-1) ?? 0
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
      const needed = end() + line.length * 3
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, buffer.length * 2))
        buffer.copy(larger, 0, 0, end())
        buffer = larger
      }
      ends.push(end() + buffer.write(line, end()))
    },
  }
}
