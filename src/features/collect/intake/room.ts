/** How much waits on its way to the engine. */
export type Room = {
  take(rows: number, bytes: number): void
  give(rows: number, bytes: number): void
  isFull(): boolean
  rows(): number
}

const mostBytes = 96_000_000

export function openRoom(mostRows: number): Room {
  let [rows, bytes] = [0, 0]
  return {
    take(moreRows, moreBytes) {
      rows += moreRows
      bytes += moreBytes
    },
    give(fewerRows, fewerBytes) {
      rows -= fewerRows
      bytes -= fewerBytes
    },
    rows: () => rows,
    isFull: () => rows >= mostRows || bytes >= mostBytes,
  }
}
