import type { ContactField, ContactMapping } from '../../contacts/schema.ts'

/** Whether the columns can not say who a contact is. */
export function lacksPerson({ columns }: ContactMapping): boolean {
  const has = (...fields: ContactField[]) => columns.some(({ field }) => fields.includes(field))
  if (has('customer', 'record', 'email', 'phone')) return false
  return !(has('full_name', 'last_name') && has('postcode') && has('birthday'))
}
