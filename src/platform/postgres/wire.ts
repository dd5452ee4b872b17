import { Duplex } from 'node:stream'

/** Message kinds after which PostgreSQL answers: Query, Sync, Terminate, CopyDone, CopyFail. */
const answered = new Set(['Q', 'S', 'X', 'c', 'f'].map((letter) => letter.charCodeAt(0)))

/** Length of the leading whole messages that can be sent together; 0 if more bytes are needed. */
function sendable(buffer: Buffer, started: boolean): number {
  let at = 0
  let end = 0
  if (!started) {
    if (buffer.length < 4 || buffer.length < buffer.readInt32BE(0)) return 0
    at = end = buffer.readInt32BE(0)
  }
  while (at + 5 <= buffer.length) {
    const next = at + 1 + buffer.readInt32BE(at + 1)
    if (next > buffer.length) break
    if (answered.has(buffer[at] ?? 0)) end = next
    at = next
  }
  return end
}

/** A simple-protocol query as bytes. */
function queryMessage(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`)
  const head = Buffer.alloc(5)
  head.write('Q')
  head.writeInt32BE(body.length + 4, 1)
  return Uint8Array.from(Buffer.concat([head, body]))
}

type Send = (bytes: Uint8Array) => Promise<Uint8Array>

/** Clears what a connection that broke in the middle of a transaction would leave behind for this one. */
async function startSession(send: Send, startup: Uint8Array): Promise<Uint8Array> {
  const answer = await send(startup)
  await send(queryMessage('rollback'))
  await send(queryMessage('discard all'))
  return answer
}

/** A socket for node-postgres whose other end is a function; so PGlite and a server share one client, byte for byte. */
export function wireStream(send: Send): Duplex {
  let waiting: Buffer = Buffer.alloc(0)
  let started = false
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      const length = sendable(waiting, started)
      if (length === 0) return done()
      const message = Uint8Array.from(waiting.subarray(0, length))
      waiting = Buffer.from(waiting.subarray(length))
      const answer = started ? send(message) : startSession(send, message)
      started = true
      answer.then((bytes) => {
        if (bytes.length > 0 && !stream.destroyed) stream.push(Buffer.from(bytes))
        done()
      }, done)
    },
    final(done) {
      stream.push(null)
      done()
    },
  })
  const nothing = () => stream
  return Object.assign(stream, {
    connect: () => process.nextTick(() => stream.emit('connect')),
    setNoDelay: nothing,
    setKeepAlive: nothing,
    ref: nothing,
    unref: nothing,
  })
}
