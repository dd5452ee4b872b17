import { type Fields, flatten } from './clean.ts'

const names: Readonly<Record<string, string>> = {
  firstName: 'first_name',
  firstname: 'first_name',
  lastName: 'last_name',
  lastname: 'last_name',
  'company.name': 'company',
  'address.street': 'street',
  'address.city': 'city',
  'address.country': 'country',
  'address.postalCode': 'postcode',
  'address.postal_code': 'postcode',
  'address.zip': 'postcode',
  postalCode: 'postcode',
  postal_code: 'postcode',
  zip: 'postcode',
  dateOfBirth: 'birthday',
  birthdate: 'birthday',
  locale: 'language',
}

const room = 8_000

/** What a message says about the person, by our names. */
export function traitsOf(...sources: readonly Fields[]): Readonly<Record<string, string>> {
  const traits: Record<string, string> = {}
  for (const source of sources) {
    const { texts } = flatten(source, room)
    for (const key of Object.keys(texts)) traits[names[key] ?? key] = texts[key] ?? ''
  }
  return traits
}
