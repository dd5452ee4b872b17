/** So many answers within the window are more than real customers can give. */
const most = 3

/** Which of the sorted times lie in a burst: within `windowMs` of at least two others. A window of 0 suspects nothing. */
export function inBurst(times: readonly number[], windowMs: number): boolean[] {
  const marks = times.map(() => false)
  if (windowMs <= 0) return marks
  times.forEach((first, i) => {
    const last = times[i + most - 1]
    if (last !== undefined && last - first <= windowMs) marks.fill(true, i, i + most)
  })
  return marks
}
