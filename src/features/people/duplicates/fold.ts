const umlauts: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'oe',
  å: 'aa',
}

/** Text as it is compared: small letters without accents, ä as ae and ß as ss, single spaces for all that is no letter or digit. */
export const folded = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßæœøå]/g, (letter) => umlauts[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** A street as it is compared: `Schiller-Str. 12 a` is `schillerstr 12a`. */
export const foldedStreet = (text: string): string =>
  folded(text)
    .replace(/stra(ss|s)e\b/g, 'str')
    .replace(/ str\b/g, 'str')
    .replace(/(\d) ([a-z])\b/g, '$1$2')
    .replaceAll(/(?<=\p{L}) (?=\p{L})/gu, '')

/** A name whatever the order and number of its parts. */
export const foldedName = (first: string, last: string): string =>
  folded(`${first} ${last}`).split(' ').filter(Boolean).sort().join(' ')
