import type { Said } from '../intake/schema.ts'
import { cleanText, type Fields, fieldsOf, isFields } from './clean.ts'

/** Events that tell of a decision made just now: of our tracker, and of the consent tools of SDKs. */
const deciding = new Set(['consent', 'Segment Consent Preference Updated'])

const most = 50

const yes = (value: unknown): boolean | undefined => {
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}

function choicesIn(fields: Fields): Record<string, boolean> {
  const choices: Record<string, boolean> = {}
  for (const [name, value] of Object.entries(fields).slice(0, most)) {
    const choice = yes(value)
    if (choice !== undefined && name !== '__proto__') choices[cleanText(name, 100)] = choice
  }
  return choices
}

const texts = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'string').slice(0, most) : []

/** Categories as Segment's SDKs name them in the context, or as RudderStack's do. */
function repeated(context: Fields): Record<string, boolean> {
  const preferences = fieldsOf(fieldsOf(context.consent).categoryPreferences)
  const { allowedConsentIds, deniedConsentIds } = fieldsOf(context.consentManagement)
  return {
    ...Object.fromEntries(texts(allowedConsentIds).map((name) => [name, true])),
    ...Object.fromEntries(texts(deniedConsentIds).map((name) => [name, false])),
    ...choicesIn(preferences),
  }
}

/** What a message says about the use of its person's data; undefined: nothing. `address`: the sender's, shortened. */
export function saidIn(name: string, properties: Fields, context: Fields, address: string): Said | undefined {
  const isNew = deciding.has(name)
  if (!isNew && !isFields(context.consent) && !isFields(context.consentManagement)) return undefined
  const choices = { ...repeated(context), ...(isNew ? choicesIn(properties) : {}) }
  if (Object.keys(choices).length === 0) return undefined
  const { wording } = properties
  return {
    choices,
    isNew,
    wording: isNew && typeof wording === 'string' ? cleanText(wording.trim(), 200) : '',
    address,
  }
}
