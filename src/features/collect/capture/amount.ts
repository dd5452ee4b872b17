/**
 * An amount as Germans write it (1.234,50), or with a dot for the decimals (1234.50), as a decimal number with a dot.
 * Empty for an empty text, undefined for anything that is no amount.
 */
export function readAmount(text: string): string | undefined {
  const plain = text.replace(/[\s€]|EUR/gi, '')
  if (plain === '') return ''
  const [, whole, decimals = ''] =
    /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/.exec(plain) ?? /^(\d+)\.(\d{1,2})$/.exec(plain) ?? []
  if (whole === undefined) return undefined
  const digits = whole.replaceAll('.', '').replace(/^0+(?=\d)/, '')
  if (digits.length > 9) return undefined
  return decimals === '' ? digits : `${digits}.${decimals.padEnd(2, '0')}`
}
