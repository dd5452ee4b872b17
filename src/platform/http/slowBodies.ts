import type { IncomingMessage, Server, ServerResponse } from 'node:http'

export type SlowBodies = {
  /** A body that brings less than `bytes` in so many milliseconds is given up. */
  readonly milliseconds: number
  readonly bytes: number
}

/** Slower than 34 bytes a second is nobody's line; a large upload may take as long as it goes on. */
export const slowest: SlowBodies = { milliseconds: 30_000, bytes: 1024 }

const problem = JSON.stringify({
  type: 'about:blank',
  status: 408,
  title: 'The request came too slowly',
  detail: 'Too little of the request arrived for too long. Check the connection and try again.',
  code: 'request.slow',
})

const answer = [
  'HTTP/1.1 408 Request Timeout',
  'content-type: application/problem+json',
  `content-length: ${Buffer.byteLength(problem)}`,
  'cache-control: no-store',
  'connection: close',
  '',
  problem,
].join('\r\n')

/** Only who has not begun to answer can still say why. */
function giveUp({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || !socket.writable) return void socket.destroy()
  socket.end(answer, () => socket.destroy())
}

function watch(request: IncomingMessage, response: ServerResponse, { milliseconds, bytes }: SlowBodies): void {
  const { socket } = request
  let before = socket.bytesRead
  const look = setInterval(() => {
    if (request.complete || socket.destroyed) return clearInterval(look)
    const isOurTurn = request.readableLength > 0
    const isSlow = socket.bytesRead - before < bytes
    before = socket.bytesRead
    if (isOurTurn || !isSlow) return
    clearInterval(look)
    giveUp(request, response)
  }, milliseconds)
  look.unref()
  request.once('close', () => clearInterval(look))
}

/** Gives up bodies that come too slowly, on every route, whatever it does with them. */
export function giveUpSlowBodies(server: Server, limits: SlowBodies): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { headers } = request
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    if (hasBody) watch(request, response, limits)
  })
}
