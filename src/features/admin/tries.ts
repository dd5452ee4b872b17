/** Counts tries per key in a sliding quarter of an hour. */
export type Tries = {
  /** Takes one try; false if there is none left. */
  take(key: string, most: number): boolean
  /** Gives one back after it succeeded. */
  refund(key: string): void
}

const span = 15 * 60_000

export function countTries(now: () => number): Tries {
  const taken = new Map<string, number[]>()

  const recent = (key: string): number[] => (taken.get(key) ?? []).filter((time) => time > now() - span)

  const forget = () => {
    for (const key of [...taken.keys()]) if (recent(key).length === 0) taken.delete(key)
  }

  return {
    take(key, most) {
      if (taken.size > 10_000) forget()
      const times = recent(key)
      if (times.length >= most) return false
      taken.set(key, [...times, now()])
      return true
    },
    refund(key) {
      taken.set(key, recent(key).slice(0, -1))
    },
  }
}

/** One household or office: an IPv4 address or the first half of an IPv6 address. */
export const network = (address: string): string =>
  address.includes(':') && !address.includes('.') ? address.split(':').slice(0, 4).join(':') : address
