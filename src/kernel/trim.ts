/** A text without the signs at its beginning and end; a pattern such as `/ +$/` needs quadratic time for that. */
export function trimSigns(text: string, signs: string): string {
  let from = 0
  let to = text.length
  while (from < to && signs.includes(text.charAt(from))) from += 1
  while (to > from && signs.includes(text.charAt(to - 1))) to -= 1
  return text.slice(from, to)
}
