import { defineTexts } from './i18n.tsx'

/** Words for failures that say more than their status; by the code of the fault. */
export const faultTexts = defineTexts({
  de: {
    'file.missing': { title: 'Diese Datei ist nicht mehr da', advice: 'Lade sie noch einmal hoch.' },
    'file.empty': {
      title: 'Die Datei ist leer',
      advice: 'Prüfe, ob der Export vollständig war, und wähle eine andere.',
    },
    'file.unreadable': {
      title: 'Diese Datei lässt sich nicht lesen',
      advice: 'Gelesen werden CSV, TSV, JSON Lines, Parquet und XES, auch mit gzip gepackt. Exportiere sie neu.',
    },
    'file.packed': {
      title: 'Die Datei ist ein gepacktes Archiv',
      advice: 'Entpacke sie oder packe die Datei darin mit gzip.',
    },
    'file.too_large': {
      title: 'Die Datei ist zu groß',
      advice: 'Teile sie auf oder importiere sie auf der Kommandozeile.',
    },
    'disk.full': {
      title: 'Auf dem Server ist kein Platz mehr',
      advice: 'Schaffe dort Platz und versuch es noch einmal. Gespeicherte Daten sind sicher.',
    },
    'mapping.incomplete': { title: 'Die Spalten sind nicht vollständig zugeordnet', advice: 'Prüfe die Spalten.' },
    'import.unfinished': {
      title: 'Dieser Import lässt sich gerade nicht zurücknehmen',
      advice: 'Warte, bis er fertig ist.',
    },
    'event.unknown': {
      title: 'Ein gewähltes Ereignis gibt es nicht',
      advice: 'Vielleicht wurde sein Import zurückgenommen. Wähle ein anderes.',
    },
    'invitation.invalid': { title: 'Diese Einladung gilt nicht mehr', advice: 'Bitte um einen neuen Link.' },
    'invitation.other': {
      title: 'Die Einladung ist für eine andere Adresse',
      advice: 'Melde dich mit der Adresse an, die eingeladen wurde.',
    },
    'member.exists': { title: 'Diese Person ist schon Mitglied', advice: 'Ihre Rolle kannst du in der Liste ändern.' },
    'owner.last': {
      title: 'Ein Arbeitsbereich braucht mindestens einen Inhaber',
      advice: 'Mache zuerst jemand anderen zum Inhaber.',
    },
    'journey.invalid': { title: 'So passt die Kundenreise nicht zusammen', advice: 'Prüfe Phasen und Kontaktpunkte.' },
    'segment.circular': {
      title: 'Ein Segment kann sich nicht selbst meinen',
      advice: 'Nimm die Bedingung heraus, die auf es zurückführt.',
    },
    'segment.deep': {
      title: 'Zu viele Segmente bauen aufeinander auf',
      advice: 'Schreib die Regel eines davon hier aus.',
    },
    'segment.unknown': { title: 'Ein Segment der Regel gibt es nicht mehr', advice: 'Wähle ein anderes.' },
    'segment.large': { title: 'Die Regel ist zu groß', advice: 'Teile sie auf mehrere Segmente auf.' },
    'segment.used': { title: 'Andere Segmente bauen auf diesem auf', advice: 'Ändere zuerst ihre Regeln.' },
    'segment.kind': {
      title: 'Das geht nur bei Listen, die von Hand geführt werden',
      advice: 'Lege dafür eine Liste an.',
    },
    SIGN_UP_CLOSED: {
      title: 'Hier gibt es schon ein Konto',
      advice: 'Melde dich an oder bitte jemanden mit der Rolle Inhaber um eine Einladung.',
    },
  },
  en: {
    'file.missing': { title: 'This file is not here any more', advice: 'Upload it again.' },
    'file.empty': { title: 'The file is empty', advice: 'Check whether the export was complete, and choose another.' },
    'file.unreadable': {
      title: 'This file cannot be read',
      advice: 'CSV, TSV, JSON Lines, Parquet and XES can be read, also packed with gzip. Export it again.',
    },
    'file.packed': {
      title: 'The file is a packed archive',
      advice: 'Unpack it, or pack the file inside with gzip.',
    },
    'file.too_large': { title: 'The file is too large', advice: 'Split it or import it on the command line.' },
    'disk.full': {
      title: 'The server has no room left',
      advice: 'Free some space there and try again. Stored data is safe.',
    },
    'mapping.incomplete': { title: 'The columns are not assigned completely', advice: 'Check the columns.' },
    'import.unfinished': { title: 'This import cannot be taken back now', advice: 'Wait until it is finished.' },
    'event.unknown': {
      title: 'A chosen event does not exist',
      advice: 'Perhaps its import was taken back. Choose another.',
    },
    'invitation.invalid': { title: 'This invitation no longer holds', advice: 'Ask for a new link.' },
    'invitation.other': {
      title: 'The invitation is for another address',
      advice: 'Sign in with the address that was invited.',
    },
    'member.exists': { title: 'This person is a member already', advice: 'You can change their role in the list.' },
    'owner.last': { title: 'A workspace needs at least one owner', advice: 'Make somebody else an owner first.' },
    'journey.invalid': { title: 'The journey does not hold together', advice: 'Check phases and touchpoints.' },
    'segment.circular': {
      title: 'A segment cannot mean itself',
      advice: 'Take out the condition that leads back to it.',
    },
    'segment.deep': {
      title: 'Too many segments lie behind each other',
      advice: 'Write out the rule of one of them here.',
    },
    'segment.unknown': { title: 'A segment in the rule is gone', advice: 'Choose another.' },
    'segment.large': { title: 'The rule is too large', advice: 'Spread it over several segments.' },
    'segment.used': { title: 'Other segments are built on this one', advice: 'Change their rules first.' },
    'segment.kind': { title: 'Only lists are kept by hand', advice: 'Make a list for this.' },
    SIGN_UP_CLOSED: {
      title: 'There is an account here already',
      advice: 'Sign in, or ask an owner for an invitation.',
    },
  },
})
