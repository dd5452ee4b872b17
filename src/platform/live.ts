/** Tells those who listen to a topic what happens now; nothing is kept. */
export type Live = {
  publish(topic: string, message: unknown): void
  /** Returns how to stop listening. */
  subscribe(topic: string, listener: (message: unknown) => void): () => void
  /** Whether anybody listens, so that nobody makes messages for nobody. */
  heard(topic: string): boolean
}

export function openLive(): Live {
  const topics = new Map<string, Set<(message: unknown) => void>>()
  return {
    publish(topic, message) {
      for (const listener of topics.get(topic) ?? []) listener(message)
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set()
      topics.set(topic, listeners)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic)
      }
    },
    heard: (topic) => topics.has(topic),
  }
}
