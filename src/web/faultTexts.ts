import { defineTexts } from './i18n.tsx'

/** Words for failures that say more than their status; by the code of the fault. */
export const faultTexts = defineTexts({
  de: {
    'file.missing': { title: 'Diese Datei ist nicht mehr da', advice: 'Lade sie noch einmal hoch.' },
    'file.empty': {
      title: 'Die Datei ist leer',
      advice: 'Prüfe, ob der Export vollständig war, und wähle eine andere.',
    },
    'file.none': { title: 'Es kam keine Datei an', advice: 'Wähle sie noch einmal aus.' },
    'file.bomb': {
      title: 'Die Datei ist verdächtig stark gepackt',
      advice: 'Entpacke sie und lade sie so hoch, oder teile sie auf.',
    },
    'file.damaged': {
      title: 'Die Datei ist beschädigt',
      advice: 'Vielleicht wurde sie nicht vollständig übertragen. Exportiere sie neu.',
    },
    'file.archive': {
      title: 'Mit diesem Archiv stimmt etwas nicht',
      advice: 'Packe die Dateien neu, oder lade sie einzeln hoch.',
    },
    'file.slow': {
      title: 'Diese Datei zu lesen dauert zu lange',
      advice: 'Teile sie auf oder exportiere sie neu.',
    },
    'file.heavy': {
      title: 'Diese Datei zu lesen braucht zu viel Speicher',
      advice: 'Teile sie auf oder exportiere sie neu.',
    },
    'request.slow': {
      title: 'Deine Verbindung ist zu langsam',
      advice: 'Es kam zu lange zu wenig an. Prüfe die Verbindung und versuch es noch einmal.',
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
    'disk.failing': {
      title: 'Auf die Festplatte des Servers lässt sich nicht schreiben',
      advice: 'Lass sie prüfen und versuch es dann noch einmal. Was gespeichert ist, bleibt.',
    },
    'files.exhausted': { title: 'Der Server ist gerade überlastet', advice: 'Versuch es in einer Minute noch einmal.' },
    'intake.failing': {
      title: 'Das lässt sich gerade nicht speichern',
      advice: 'Versuch es gleich noch einmal. Wahrscheinlich ist auf dem Server kein Platz mehr.',
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
    'setup.code': {
      title: 'Der Einrichtungscode stimmt nicht',
      advice: 'Er steht dort, wo Fernweh gestartet wurde: im Terminal oder im Protokoll des Dienstes.',
    },
    'password.common': {
      title: 'Dieses Passwort ist leicht zu erraten',
      advice: 'Viele verwenden es oder ein sehr ähnliches. Nimm einen Satz, den nur du kennst.',
    },
    'password.personal': {
      title: 'Dieses Passwort ist leicht zu erraten',
      advice: 'Es ist kaum mehr als dein Name, deine E-Mail-Adresse oder der Name des Programms.',
    },
    'password.long': { title: 'Das Passwort ist zu lang', advice: 'Nimm ein kürzeres.' },
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
    'model.missing': { title: 'Dieses Phasenmodell gibt es nicht', advice: 'Wähle ein anderes.' },
    'device.unknown': {
      title: 'Dieser Link öffnet nichts mehr',
      advice: 'Erzeuge für das Gerät unter „Erfassen im Laden“ einen neuen.',
    },
    'device.missing': { title: 'Dieses Gerät gibt es nicht mehr', advice: 'Lade die Seite neu.' },
    'capture.paused': {
      title: 'Das Erfassen ist angehalten',
      advice: 'Setze unter „Quellen“ die Quelle „Erfassung im Laden“ fort.',
    },
    'tiles.count': { title: 'Es müssen 6 bis 9 Kacheln sein', advice: 'Füge welche hinzu oder archiviere welche.' },
    'tiles.unknown': {
      title: 'Eine Kachel ist hier nicht bekannt',
      advice: 'Lade die Seite neu und nimm deine Änderung noch einmal vor.',
    },
    'tally.empty': { title: 'Auf dieser Strichliste steht nichts', advice: 'Trage mindestens einen Strich ein.' },
    'tally.missing': {
      title: 'Diese Strichliste gibt es nicht mehr',
      advice: 'Vielleicht wurde sie schon zurückgenommen.',
    },
    'tally.future': { title: 'Dieser Tag kommt erst noch', advice: 'Wähle heute oder einen früheren Tag.' },
    'source.missing': { title: 'Diese Quelle gibt es nicht mehr', advice: 'Vielleicht wurde sie gelöscht.' },
    'key.missing': { title: 'Diesen Schlüssel gibt es nicht mehr', advice: 'Lade die Seite neu.' },
    'signing.missing': {
      title: 'Dieses Signatur-Geheimnis gibt es nicht',
      advice: 'Vielleicht wurde es schon beendet. Lade die Seite neu.',
    },
    'signing.needless': {
      title: 'Diese Quelle braucht keine Signatur',
      advice: 'Ihre Schlüssel sind geheim, deshalb glauben wir ihr schon.',
    },
    'key.last': {
      title: 'Eine Quelle braucht mindestens einen Schlüssel',
      advice: 'Lege zuerst einen weiteren an, oder halte die Quelle an.',
    },
    'webhook.missing': { title: 'Diesen Webhook gibt es nicht mehr', advice: 'Lade die Seite neu.' },
    'webhook.source': {
      title: 'Diese Quelle kann keine Webhooks empfangen',
      advice: 'Lege dafür eine Quelle der Art Webhook oder Server an.',
    },
    'identity.same': { title: 'Das ist schon dieselbe Person', advice: 'Lade die Seite neu.' },
    'identity.alone': {
      title: 'Diese Kennung ist mit keiner anderen verbunden',
      advice: 'Es gibt nichts zu trennen. Lade die Seite neu.',
    },
    'identity.full': {
      title: 'Zusammen hätten diese Menschen mehr als 1.000 Kennungen',
      advice: 'So viele gehören selten einem Menschen. Prüfe, ob eine Kennung von vielen benutzt wird.',
    },
    'identity.done': {
      title: 'Das wurde schon zurückgenommen oder lässt sich nicht zurücknehmen',
      advice: 'Lade die Seite neu.',
    },
    'contacts.file_missing': { title: 'Diese Datei ist nicht mehr da', advice: 'Lade sie noch einmal hoch.' },
    'contacts.file_none': { title: 'Es kam keine Datei an', advice: 'Wähle sie noch einmal aus.' },
    'contacts.unwritable': {
      title: 'Diese Datei lässt sich dort nicht schreiben',
      advice: 'Gibt es den Ordner, und darf der Server dort schreiben? Wähle sonst einen anderen.',
    },
    'contacts.unreadable': {
      title: 'In dieser Datei lassen sich keine Kontakte lesen',
      advice: 'Gelesen werden CSV, Excel (.xlsx) und vCard. Exportiere sie neu.',
    },
    'contacts.too_large': {
      title: 'Die Datei ist zu groß',
      advice: 'Teile sie auf oder importiere sie auf der Kommandozeile.',
    },
    'contacts.lacks_person': {
      title: 'Keine Spalte sagt, wer ein Kontakt ist',
      advice: 'Wähle eine mit Kundennummer, Datensatz-ID, E-Mail, Telefon oder Name.',
    },
    'contacts.columns': {
      title: 'Die Datei hat diese Spalten nicht',
      advice: 'Lade sie noch einmal hoch und ordne die Spalten neu zu.',
    },
    'contacts.mapping_missing': { title: 'Diese gemerkte Zuordnung gibt es nicht mehr', advice: 'Lade die Seite neu.' },
    'contacts.mapping_taken': {
      title: 'Eine gemerkte Zuordnung heißt schon so',
      advice: 'Gib der Quelle einen anderen Namen.',
    },
    'erasure.unconfirmed': { title: 'Die Bestätigung fehlt', advice: 'Tippe das verlangte Wort und versuch es dann.' },
    'erasure.unfinished': {
      title: 'Die Löschung ist noch nicht fertig',
      advice: 'Sie ist vorgemerkt und läuft von selbst weiter. Unter Datenschutz siehst du, wann sie fertig ist.',
    },
    'request.many': {
      title: 'Es sind schon mehrere Anfragen offen',
      advice: 'Wir beantworten zuerst diese.',
    },
    'request.closed': { title: 'Diese Anfrage ist schon geschlossen', advice: 'Lade die Seite neu.' },
    SIGN_UP_CLOSED: {
      title: 'Hier gibt es schon ein Konto',
      advice: 'Melde dich an oder bitte jemanden mit der Rolle Inhaber um eine Einladung.',
    },
  },
  en: {
    'file.missing': { title: 'This file is not here any more', advice: 'Upload it again.' },
    'file.empty': { title: 'The file is empty', advice: 'Check whether the export was complete, and choose another.' },
    'file.none': { title: 'No file arrived', advice: 'Choose it once more.' },
    'file.bomb': {
      title: 'The file is packed suspiciously tight',
      advice: 'Unpack it and upload it like that, or split it.',
    },
    'file.damaged': {
      title: 'The file is damaged',
      advice: 'Perhaps it was not transferred completely. Export it anew.',
    },
    'file.archive': {
      title: 'Something is wrong with this archive',
      advice: 'Pack the files anew, or upload them one by one.',
    },
    'file.slow': { title: 'Reading this file takes too long', advice: 'Split it or export it anew.' },
    'file.heavy': { title: 'Reading this file needs too much memory', advice: 'Split it or export it anew.' },
    'request.slow': {
      title: 'Your connection is too slow',
      advice: 'Too little arrived for too long. Check the connection and try again.',
    },
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
    'disk.failing': {
      title: 'The disk of the server cannot be written to',
      advice: 'Have it checked, then try again. What is stored stays.',
    },
    'files.exhausted': { title: 'The server is overloaded at the moment', advice: 'Try again in a minute.' },
    'intake.failing': {
      title: 'This cannot be saved at the moment',
      advice: 'Try again in a moment. Probably the server has no room left.',
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
    'setup.code': {
      title: 'The setup code is not right',
      advice: 'You find it where Fernweh was started: in the terminal or in the log of the service.',
    },
    'password.common': {
      title: 'This password is easy to guess',
      advice: 'Many people use it or one much like it. Take a sentence that only you know.',
    },
    'password.personal': {
      title: 'This password is easy to guess',
      advice: 'It is hardly more than your name, your e-mail address or the name of this program.',
    },
    'password.long': { title: 'The password is too long', advice: 'Take a shorter one.' },
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
    'model.missing': { title: 'There is no such phase model', advice: 'Choose another.' },
    'device.unknown': {
      title: 'This link opens nothing any more',
      advice: 'Make a new one for the device under “Capture in the store”.',
    },
    'device.missing': { title: 'This device is gone', advice: 'Reload the page.' },
    'capture.paused': {
      title: 'Capturing is paused',
      advice: 'Resume the source “Capture in the store” under “Sources”.',
    },
    'tiles.count': { title: 'There must be 6 to 9 tiles', advice: 'Add some or archive some.' },
    'tiles.unknown': { title: 'A tile is not known here', advice: 'Reload the page and make your change again.' },
    'tally.empty': { title: 'This tally counts nothing', advice: 'Enter at least one stroke.' },
    'tally.missing': { title: 'This tally is gone', advice: 'Perhaps it was taken back already.' },
    'tally.future': { title: 'This day has not come yet', advice: 'Choose today or an earlier day.' },
    'source.missing': { title: 'This source is gone', advice: 'Perhaps it was deleted.' },
    'key.missing': { title: 'This key is gone', advice: 'Reload the page.' },
    'signing.missing': {
      title: 'There is no such signing secret',
      advice: 'It may have been ended already. Load the page again.',
    },
    'signing.needless': {
      title: 'This source needs no signing',
      advice: 'Its keys are secret, so it is believed already.',
    },
    'key.last': { title: 'A source needs at least one key', advice: 'Make another one first, or pause the source.' },
    'webhook.missing': { title: 'This webhook is gone', advice: 'Reload the page.' },
    'webhook.source': {
      title: 'This source cannot receive webhooks',
      advice: 'Add a source of the kind webhook or server for them.',
    },
    'identity.same': { title: 'These are one person already', advice: 'Reload the page.' },
    'identity.alone': {
      title: 'This identifier is not tied to any other',
      advice: 'There is nothing to part. Reload the page.',
    },
    'identity.full': {
      title: 'Together these people would have more than 1,000 identifiers',
      advice: 'So many seldom belong to one person. Check whether many people use one of them.',
    },
    'identity.done': { title: 'This was taken back already, or cannot be', advice: 'Reload the page.' },
    'contacts.file_missing': { title: 'This file is not here any more', advice: 'Upload it again.' },
    'contacts.file_none': { title: 'No file arrived', advice: 'Choose it once more.' },
    'contacts.unwritable': {
      title: 'The file cannot be written there',
      advice: 'Does the folder exist, and may the server write into it? Choose another one otherwise.',
    },
    'contacts.unreadable': {
      title: 'No contacts can be read in this file',
      advice: 'CSV, Excel (.xlsx) and vCard can be read. Export it again.',
    },
    'contacts.too_large': { title: 'The file is too large', advice: 'Split it or import it on the command line.' },
    'contacts.lacks_person': {
      title: 'No column says who a contact is',
      advice: 'Choose one with customer number, record id, e-mail, phone or name.',
    },
    'contacts.columns': {
      title: 'The file does not have these columns',
      advice: 'Upload it once more and assign the columns anew.',
    },
    'contacts.mapping_missing': { title: 'This remembered mapping is gone', advice: 'Reload the page.' },
    'contacts.mapping_taken': {
      title: 'A remembered mapping has this name already',
      advice: 'Give the source another name.',
    },
    'erasure.unconfirmed': {
      title: 'The confirmation is missing',
      advice: 'Type the word that is asked for, then try.',
    },
    'erasure.unfinished': {
      title: 'The erasure is not finished yet',
      advice: 'It is recorded and goes on by itself. The page on data protection shows when it is done.',
    },
    'request.many': { title: 'There are several open requests already', advice: 'We answer those first.' },
    'request.closed': { title: 'This request was closed already', advice: 'Reload the page.' },
    SIGN_UP_CLOSED: {
      title: 'There is an account here already',
      advice: 'Sign in, or ask an owner for an invitation.',
    },
  },
})
