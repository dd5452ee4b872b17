/** What a server tells the program that started it and watches it; nothing where nobody does. */
export type Heartbeat = { serving(): void; ending(): void }

const everyMs = 500

const tell = (word: 'serving' | 'alive' | 'ending'): void => {
  // The watcher may be gone already; then there is nobody to tell.
  if (process.connected) process.send?.(word, undefined, undefined, () => {})
}

/** The main thread says twice a second that it runs; silence counts once it serves. */
export function openHeartbeat(): Heartbeat {
  setInterval(() => tell('alive'), everyMs).unref()
  return { serving: () => tell('serving'), ending: () => tell('ending') }
}
