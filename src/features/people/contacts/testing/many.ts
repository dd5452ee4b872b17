import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

const first = ['Anna', 'Jürgen', 'Çağla', 'Max', 'Größe', 'Łucja', 'Björn', 'Hannelore', 'Kai', 'Sören']
const last = ['Müller', 'Schmidt', 'Weiß', 'Öztürk', 'von der Heide', 'Böhm', 'Lange', 'Groß', 'Yılmaz', 'Krüger']

export type Many = { readonly rows: number; readonly repeated: number; readonly wrong: number }

const contact = (i: number): string => {
  const [name, family] = [first[i % 10], last[Math.floor(i / 10) % 10]]
  const day = `${String(1 + (i % 28)).padStart(2, '0')}.${String(1 + (i % 12)).padStart(2, '0')}.${1940 + (i % 60)}`
  return `K${i};${name};${family}${i};kunde${i}@example.de;0${1500000000 + i};Hauptstraße ${i % 200};0${1000 + (i % 8999)};Leipzig;${day};${i % 3 === 0 ? 'ja' : ''};${i % 7}`
}

/** Writes a file of contacts in the German way: so many rows, of which every 20th repeats one before and every 100th is wrong. */
export async function writeMany(path: string, rows: number): Promise<Many> {
  const out = createWriteStream(path)
  let [repeated, wrong, next] = [0, 0, 0]
  out.write('Kundennummer;Vorname;Nachname;E-Mail;Telefon;Straße;PLZ;Ort;Geburtsdatum;Newsletter;Stufe\r\n')
  for (let i = 0; i < rows; i++) {
    let line = contact(next)
    if (i % 100 === 50) {
      wrong += 1
      line = i % 200 === 50 ? `;Ohne;Alles;;;;;;;;` : `X${i};Falsch;Adresse;nicht-gültig;;;;;;;`
    } else if (i % 20 === 19) {
      repeated += 1
      line = contact(Math.floor(next / 2))
    } else next += 1
    if (!out.write(`${line}\r\n`)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
  return { rows, repeated, wrong }
}
