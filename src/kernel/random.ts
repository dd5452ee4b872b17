/** A stream of chance that its seed decides: the same seed and stream give the same draws for ever. */
export type Random = {
  /** 0 <= x < 1 */
  readonly uniform: () => number
  /** A whole number, 0 <= n < limit. */
  readonly below: (limit: number) => number
  readonly between: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly normal: (mean?: number, deviation?: number) => number
  /** Given by its median, and the standard deviation of its logarithm. */
  readonly lognormal: (median: number, sigma: number) => number
  readonly exponential: (mean: number) => number
  readonly poisson: (mean: number) => number
}

/** A well-mixed 32-bit number from two numbers; neighbours in give strangers out. */
export const mix = (seed: number, stream: number): number => {
  let x = Math.imul(seed ^ Math.imul(Math.floor(seed / 2 ** 32) + 1, 0x9e3779b9), 0x85ebca6b) ^ stream
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return (x ^ (x >>> 15)) >>> 0
}

/** sfc32 (Doty-Humphrey's small fast counter, part of PractRand), turned twelve times before its first draw. */
const sfc32 = (seed: number, stream: number): (() => number) => {
  let a = mix(seed, stream)
  let b = mix(a, stream ^ 0x6a09e667)
  let c = mix(b, seed ^ 0x3c6ef372)
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let turn = 0; turn < 12; turn++) next()
  return next
}

/** Opens stream number `stream` of a seed; both are whole numbers. */
export const random = (seed: number, stream = 0): Random => {
  const uniform = sfc32(seed, stream)
  const normal = (mean = 0, deviation = 1): number =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const poisson = (mean: number): number => {
    if (mean > 30) return poisson(mean / 2) + poisson(mean / 2)
    const floor = Math.exp(-mean)
    let count = 0
    for (let product = uniform(); product > floor; product *= uniform()) count++
    return count
  }
  return {
    uniform,
    below: (limit) => Math.floor(uniform() * limit),
    between: (low, high) => low + (high - low) * uniform(),
    chance: (probability) => uniform() < probability,
    normal,
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    poisson,
  }
}

/** Values with weights, made ready to be drawn from. */
export type Choice<T> = { readonly values: readonly T[]; readonly upTo: Float64Array; readonly last: T }

/** Throws where no weight is above zero, or one is below it. */
export const choice = <T>(weighted: readonly (readonly [value: T, weight: number])[]): Choice<T> => {
  const kept = weighted.filter(([, weight]) => weight !== 0)
  const last = kept.at(-1)
  if (!last || kept.some(([, weight]) => !(weight > 0) || weight === Infinity)) {
    throw new RangeError('A choice needs finite weights of zero or more, and one above zero')
  }
  let total = 0
  const upTo = Float64Array.from(kept, ([, weight]) => {
    total += weight
    return total
  })
  return { values: kept.map(([value]) => value), upTo: upTo.map((sum) => sum / total), last: last[0] }
}

export const pick = <T>(dice: Random, from: Choice<T>): T => {
  const target = dice.uniform()
  let low = 0
  let high = from.upTo.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((from.upTo[middle] ?? 1) > target) high = middle
    else low = middle + 1
  }
  return from.values[low] ?? from.last
}
