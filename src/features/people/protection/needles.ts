/** Identifiers long enough that finding them as part of another text is no accident. */
export const distinctive = (values: readonly string[]): string[] => [
  ...new Set(values.map((value) => value.trim()).filter((value) => value.length >= 6 && !/^\d{0,6}$/.test(value))),
]

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Whether a line of a file names the person: long identifiers anywhere, short ones as a whole field. */
export function namesPerson(values: readonly string[]): (text: string) => boolean {
  const long = distinctive(values)
  const short = [...new Set(values.map((value) => value.trim()))].filter(
    (value) => value !== '' && !long.includes(value),
  )
  const parts = [
    ...long.map(escaped),
    ...short.map((value) => `(?<![\\p{L}\\p{N}])${escaped(value)}(?![\\p{L}\\p{N}])`),
  ]
  if (parts.length === 0) return () => false
  const pattern = new RegExp(parts.join('|'), 'iu')
  return (text) => pattern.test(text)
}

/** The bytes of identifiers in the encodings in which files hold them. */
export const bytesOf = (values: readonly string[]): Buffer[] =>
  distinctive(values).flatMap((value) => {
    const plain = Buffer.from(value, 'utf8')
    const narrow = Buffer.from(value, 'latin1')
    return plain.equals(narrow) ? [plain] : [plain, narrow]
  })
