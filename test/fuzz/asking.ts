import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'

export type Asked = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body?: string | Buffer
}

export type Answer = {
  readonly status: number
  readonly type: string
  /** The first 200,000 characters of the body. */
  readonly text: string
  readonly ms: number
}

const longestWaitMs = 120_000
const mostRead = 200_000

/** Asks a server over kept connections and reads what it answers. An endless stream is left after its first words. */
export function openAsking(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })

  const ask = ({ method, path, headers, body }: Asked): Promise<Answer> =>
    new Promise((done, failed) => {
      const began = performance.now()
      const said = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
      const sent = request({ host: '127.0.0.1', port, agent, method, path, headers: said }, (answer) => {
        read(answer).then((text) => {
          const type = String(answer.headers['content-type'] ?? '')
          done({ status: answer.statusCode ?? 0, type, text, ms: performance.now() - began })
        }, failed)
      })
      sent.setTimeout(longestWaitMs, () => sent.destroy(new Error('There was no answer')))
      sent.on('error', failed)
      sent.end(body)
    })

  return { ask, close: () => agent.destroy() }
}

function read(answer: IncomingMessage): Promise<string> {
  const isEndless = answer.headers['content-type']?.startsWith('text/event-stream') ?? false
  return new Promise((done, failed) => {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('data', (part: string) => {
      if (text.length < mostRead) text += part
      if (!isEndless) return
      done(text)
      answer.destroy()
    })
    answer.on('end', () => done(text.slice(0, mostRead)))
    answer.on('error', (error) => (isEndless ? done(text) : failed(error)))
  })
}

/** Sends bytes as they are, and gives what comes back until the server closes the connection. */
export const speak = (port: number, bytes: string): Promise<string> =>
  new Promise((done) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')))
    socket.setTimeout(20_000, () => socket.destroy())
    socket.on('data', (part) => {
      heard += part.toString('latin1')
      socket.end()
    })
    socket.on('error', () => {})
    socket.on('close', () => done(heard))
  })
