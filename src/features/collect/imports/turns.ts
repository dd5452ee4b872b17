/** Work that is done one after the other, and ends for good at `close`. */
export function openTurns() {
  const ending = new AbortController()
  let tail: Promise<unknown> = Promise.resolve()
  return {
    /** Aborted when the work in turn must end. */
    signal: ending.signal,
    inTurn<T>(task: () => Promise<T>): Promise<T> {
      const turn = tail.then(() => {
        ending.signal.throwIfAborted()
        return task()
      })
      tail = turn.catch(() => undefined)
      return turn
    },
    /** Resolves when everything that was asked until now has ended. */
    async idle(): Promise<void> {
      await tail
    },
    async close(): Promise<void> {
      ending.abort(new Error('The program ends'))
      await tail
    },
  }
}

export type Turns = ReturnType<typeof openTurns>
