import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { SaxesParser } from 'saxes'
import { collectFault } from '../faults.ts'
import { needRoom } from './disk.ts'
import { firstBytes } from './unpack.ts'

type Attributes = Map<string, string | number | boolean>

const kinds = new Set(['string', 'date', 'int', 'float', 'boolean', 'id', 'list', 'container'])

/** Attributes further within others, or with longer names, are left out. */
const mostWithin = 32
const longestName = 2_000

/** Numbers that JSON would not hold exactly stay text. */
const exact = /^-?(0|[1-9]\d*)(\.\d+)?$/

function typed(kind: string, text: string): string | number | boolean {
  if (kind === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if ((kind === 'int' || kind === 'float') && text.length <= 16 && exact.test(text)) return Number(text)
  return text
}

/** Collects the events of a log while its tags pass by; attributes within attributes get names like `outer:inner`. */
function collector(emit: (line: string) => void) {
  let trace: Attributes = new Map()
  let event: Attributes | undefined
  let events: Attributes[] = []
  const names: string[] = []
  let aside = 0

  const flush = () => {
    for (const one of events) emit(JSON.stringify(Object.fromEntries([...trace, ...one])))
    trace = new Map()
    events = []
  }

  const attribute = (kind: string, key: string, value: string | undefined) => {
    names.push(key)
    if (value === undefined) return
    const name = names.length > mostWithin ? '' : names.join(':')
    if (name === '' || name.length > longestName) return
    if (event) event.set(name, typed(kind, value))
    else trace.set(`case:${name}`, typed(kind, value))
  }

  return {
    open(tag: string, key: string | undefined, value: string | undefined) {
      if (aside > 0 || tag === 'global' || tag === 'extension' || tag === 'classifier') aside += 1
      else if (tag === 'trace') flush()
      else if (tag === 'event') event = new Map()
      else if (kinds.has(tag)) attribute(tag, key ?? '', value)
    },
    close(tag: string) {
      if (aside > 0) aside -= 1
      else if (kinds.has(tag)) names.pop()
      else if (tag === 'event' && event) {
        events.push(event)
        event = undefined
      } else if (tag === 'trace' || tag === 'log') flush()
    },
  }
}

const declaredEncoding = async (path: string): Promise<string> => {
  const head = (await firstBytes(path, 200)).toString('latin1')
  const label = /encoding\s*=\s*["']([\w-]+)["']/i.exec(head)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(label).encoding
  } catch {
    return 'utf-8'
  }
}

/**
 * Writes an event log as JSON Lines, one event each: its own attributes as they are named, those of its trace with the
 * prefix `case:`. Streams, whatever the size.
 */
export async function xesToJsonLines(path: string, target: string, folder: string): Promise<void> {
  const decoder = new TextDecoder(await declaredEncoding(path))
  const out = createWriteStream(target, { highWaterMark: 1 << 20 })
  let lines: string[] = []
  const parser = new SaxesParser()
  const events = collector((line) => lines.push(line))
  parser.on('opentag', (tag) => {
    const { key, value } = tag.attributes
    events.open(localName(tag.name), key, value)
  })
  parser.on('closetag', (tag) => events.close(localName(tag.name)))
  parser.on('error', (error) => {
    throw collectFault('file.damaged_line', { line: parser.line, reason: error.message })
  })
  const write = async () => {
    if (lines.length === 0) return
    const text = `${lines.join('\n')}\n`
    lines = []
    if (!out.write(text)) await once(out, 'drain')
  }
  try {
    let sinceCheck = 0
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      parser.write(decoder.decode(chunk, { stream: true }))
      await write()
      sinceCheck += chunk.length
      if (sinceCheck < 1 << 25) continue
      sinceCheck = 0
      await needRoom(folder, 1 << 26)
    }
    parser.write(decoder.decode()).close()
    await write()
  } finally {
    out.end()
    await once(out, 'close')
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
