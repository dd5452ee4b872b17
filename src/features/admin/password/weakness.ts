import { isCommon } from './common.ts'
import { leastPassword, mostPassword } from './length.ts'

/** `common`: others have it or a program tries it soon; `personal`: hardly more than what it belongs to. */
export type Weakness = 'common' | 'personal'

/** Signs that nobody has to guess beside the rest. */
const fewSigns = 6

const written: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
const looks: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '€': 'e',
  '!': 'i',
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '!@#$%^&*()',
  '!"§$%&/()=',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1qay2wsx3edc4rfv5tgb6zhn7ujm',
]
const neighbours = new Set(
  rows.flatMap((row) => [...row].slice(1).flatMap((sign, i) => [`${row[i]}${sign}`, `${sign}${row[i]}`])),
)

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => written[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')

const squeezed = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '')
const reversed = (text: string): string => [...text].reverse().join('')

/** The text with letters for the signs that look like them; a one looks like two. */
const spelled = (text: string): readonly string[] => {
  const plain = text.replace(/[03457@$€!]/g, (sign) => looks[sign] ?? sign)
  return [text, plain.replaceAll('1', 'i'), plain.replaceAll('1', 'l')]
}

/** How many signs are new: neither the one before nor its neighbour on a keyboard, in the alphabet or in a count. */
const newSigns = (text: string): number =>
  [...text].filter((sign, i, all) => sign !== all[i - 1] && !neighbours.has(`${all[i - 1]}${sign}`)).length

/** The shortest text of which the whole is a repetition, such as `abc` of `abcabcab`. */
function unitOf(text: string): string {
  for (let length = 1; length * 2 <= text.length; length++)
    if (text.startsWith(text.slice(length))) return text.slice(0, length)
  return text
}

/** A common word with what people hang on to it: `Hallo2024!`. */
function isWord(text: string): boolean {
  const [word = ''] = /\p{L}.*\p{L}/su.exec(text) ?? []
  const around = text.replace(word, '')
  return spelled(word).some(isCommon) && newSigns(squeezed(around)) < fewSigns
}

function isGuessed(text: string): boolean {
  const forms = [text, squeezed(text)]
  const all = forms.flatMap((form) => [form, reversed(form), unitOf(form)])
  return all.some((one) => newSigns(one) < fewSigns || spelled(one).some(isCommon) || isWord(one))
}

const wordsIn = (text: string): readonly string[] =>
  folded(text.slice(0, 200))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2)
    .flatMap((word) => [word, reversed(word)])

/** What a password says beyond these words, as letters and digits. */
function without(text: string, words: readonly string[]): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length)
  return squeezed(longestFirst.reduce((left, word) => left.replaceAll(word, ' '), text))
}

/** Why a password of permitted length is no good; `belongsTo`: the e-mail address and the name of the account. */
export function weaknessOf(password: string, belongsTo: readonly string[]): Weakness | undefined {
  if (password.length < leastPassword || password.length > mostPassword) return undefined
  const text = folded(password)
  if (isGuessed(text)) return 'common'
  const words = ['fernweh', ...belongsTo].flatMap(wordsIn)
  const own = spelled(squeezed(text)).some((form) => {
    const left = without(form, words)
    return left !== form && (newSigns(left) < fewSigns || isWord(left))
  })
  return own ? 'personal' : undefined
}
