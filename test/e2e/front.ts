import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'

const listening = (server: Server): Promise<number> =>
  new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      done(typeof address === 'object' && address ? address.port : 0)
    })
  })

const closed = (server: Server): Promise<void> =>
  new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })

/** The first word of who sends, as programs call themselves; of browsers the page they show. */
const senderOf = ({ headers }: IncomingMessage): string =>
  headers.referer ?? headers['user-agent']?.split('/')[0] ?? 'unknown'

function refuse(asked: IncomingMessage, answer: ServerResponse): void {
  asked.resume()
  answer.writeHead(429, {
    'retry-after': '1',
    'content-type': 'application/json',
    'access-control-allow-origin': asked.headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Retry-After',
  })
  answer.end('{"success":false}')
}

/** What stands in front of a server: passes everything on, cuts connections while the server is away, and may refuse. */
export async function openFront(serverPort: () => number) {
  let storm = false
  const refused = new Set<string>()
  const server = createServer((asked, answer) => {
    if (storm && asked.method === 'POST') {
      refused.add(senderOf(asked))
      return refuse(asked, answer)
    }
    const { method, url: path, headers } = asked
    const passed = request({ host: '127.0.0.1', port: serverPort(), method, path, headers, agent: false }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers)
      given.pipe(answer)
      given.on('error', () => answer.destroy())
    })
    passed.on('error', () => answer.destroy())
    asked.pipe(passed)
  })
  const url = `http://127.0.0.1:${await listening(server)}`
  return {
    url,
    /** Answers every POST with 429 until it is over. */
    storm(on: boolean): void {
      storm = on
      refused.clear()
    },
    /** Who was refused in this storm. */
    refused: () => refused.size,
    close: () => closed(server),
  }
}

/** Another company's website: pages and scripts by their path. */
export async function openSite(files: Readonly<Record<string, string>>) {
  const server = createServer((asked, answer) => {
    const path = new URL(asked.url ?? '/', 'http://site').pathname
    const text = files[path]
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
    answer.writeHead(text === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` })
    answer.end(text ?? '')
  })
  return { url: `http://127.0.0.1:${await listening(server)}`, close: () => closed(server) }
}
