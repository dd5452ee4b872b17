import type { Reject } from '../schema.ts'

type Words = Readonly<Record<Reject['reason'], string>>

/** Why a row stayed out, in words. */
export const reasonWords: Readonly<Record<'de' | 'en', Words>> = {
  de: {
    person_missing: 'Es fehlt, wer es war',
    time_missing: 'Die Zeit fehlt',
    time_invalid: 'Keine gültige Zeit',
    time_out_of_range: 'Die Zeit liegt nicht zwischen 1970 und 2100',
    event_missing: 'Der Name des Ereignisses fehlt',
    value_invalid: 'Keine Zahl, oder größer als 99.999.999.999.999',
    text_invalid: 'Der Text enthält beschädigte Zeichen',
    field_too_large: 'Das Feld ist zu lang',
    row_malformed: 'Die Zeile hat nicht so viele Felder wie die anderen, oder ihre Anführungszeichen stimmen nicht',
    suppressed: 'Diese Person wurde gelöscht und wird nicht wieder aufgenommen',
    name_limit: 'Mehr als 60.000 verschiedene Namen: die Spalte enthält wohl keine Ereignisse oder Kanäle',
  },
  en: {
    person_missing: 'It is not said who it was',
    time_missing: 'The time is missing',
    time_invalid: 'Not a valid time',
    time_out_of_range: 'The time is not between 1970 and 2100',
    event_missing: 'The name of the event is missing',
    value_invalid: 'Not a number, or larger than 99,999,999,999,999',
    text_invalid: 'The text holds broken characters',
    field_too_large: 'The field is too long',
    row_malformed: 'The row has not as many fields as the others, or its quotes do not match',
    suppressed: 'This person was erased and is not taken in again',
    name_limit: 'More than 60,000 different names: the column seems to hold no events or channels',
  },
}
