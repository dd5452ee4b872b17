const everyMs = 500
/** Tabs of one person share a look. */
const sharedMs = 200

export type Standing = {
  /** Looks again and again, and calls `end` once, within a second after `allowed` refuses; gives how to stop looking. */
  watch(key: string, allowed: () => Promise<unknown>, end: () => void): () => void
}

/**
 * For answers that last, such as a stream of news or a large file: whoever is removed, signs out, gets a role that may not,
 * or whose workspace is gone hears and sends no more.
 */
export function openStanding(): Standing {
  const looks = new Map<string, { readonly atMs: number; readonly stands: Promise<boolean> }>()

  function look(key: string, allowed: () => Promise<unknown>): Promise<boolean> {
    const known = looks.get(key)
    if (known && Date.now() - known.atMs < sharedMs) return known.stands
    const stands = allowed().then(
      () => true,
      () => false,
    )
    const made = { atMs: Date.now(), stands }
    looks.set(key, made)
    const forget = () => void (looks.get(key) === made && looks.delete(key))
    void stands.then(() => setTimeout(forget, sharedMs).unref())
    return stands
  }

  return {
    watch(key, allowed, end) {
      let timer: NodeJS.Timeout | undefined
      let stopped = false
      const stop = () => {
        stopped = true
        clearTimeout(timer)
      }
      const again = async () => {
        const stands = await look(key, allowed)
        if (stopped) return
        if (stands) timer = setTimeout(again, everyMs).unref()
        else {
          stop()
          end()
        }
      }
      timer = setTimeout(again, everyMs).unref()
      return stop
    },
  }
}
