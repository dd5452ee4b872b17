import type { ContactReason } from './schema.ts'

/** Why a row stayed out, in words, for the file of rejected rows. */
export const contactReasonWords: Readonly<Record<'de' | 'en', Readonly<Record<ContactReason, string>>>> = {
  de: {
    person_missing: 'Weder Kundennummer noch E-Mail, Telefon oder Name mit Postleitzahl und Geburtstag',
    person_erased: 'Die Person hat verlangt, gelöscht zu sein',
    email_invalid: 'Keine gültige E-Mail-Adresse',
    date_invalid: 'Kein gültiges Datum',
    text_invalid: 'Der Text enthält beschädigte Zeichen',
    field_too_large: 'Das Feld ist zu lang',
    row_malformed: 'Die Zeile hat nicht so viele Felder wie die anderen, oder ihre Anführungszeichen stimmen nicht',
  },
  en: {
    person_missing: 'Neither customer number nor e-mail, phone or name with postcode and birthday',
    person_erased: 'The person asked to be erased',
    email_invalid: 'Not a valid e-mail address',
    date_invalid: 'Not a valid date',
    text_invalid: 'The text holds broken characters',
    field_too_large: 'The field is too long',
    row_malformed: 'The row has not as many fields as the others, or its quotes do not match',
  },
}

/** Headings of what the file of rejected rows says beside the original cells. */
export const rejectHeads = {
  de: ['Grund', 'Feld', 'Zeile'],
  en: ['Reason', 'Field', 'Line'],
} as const
