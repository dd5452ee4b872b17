import { type IncomingHttpHeaders, request } from 'node:http'

/** A browser as far as the API can tell: keeps cookies and names its origin. */
export type Visitor = {
  ask<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>
  /** The status alone, for answers that may not end. */
  look(method: string, path: string, headers?: Record<string, string>): Promise<number>
  /** The answer as it comes, for those that last. */
  open(path: string, headers?: Record<string, string>): Promise<Response>
}

export type Answer<T> = { readonly status: number; readonly body: T; readonly headers: Headers }

/** Somebody new who visits the server at this address. */
export function newVisitor(url: string): Visitor {
  const jar = new Map<string, string>()

  const keep = (headers: Headers) => {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...rest] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (rest.some((part) => part.trim().toLowerCase() === 'max-age=0')) jar.delete(name)
      else jar.set(name, pair.slice(name.length + 1))
    }
  }

  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = {
      ...(cookie === '' ? {} : { cookie }),
      ...(method === 'GET' ? {} : { origin: url }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    }
    const response = await fetch(url + path, {
      method,
      headers: sent,
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    keep(response.headers)
    return response
  }

  return {
    open: (path, headers) => send('GET', path, undefined, headers),
    async look(method, path, headers) {
      const { status, body } = await send(method, path, undefined, headers)
      await body?.cancel()
      return status
    },
    async ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await send(method, path, body, headers)
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
      return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, headers: response.headers }
    },
  }
}

export type Plain = { readonly status: number; readonly text: string; readonly headers: IncomingHttpHeaders }

/** Asks a server of this machine under any name and with any headers, as browsers and proxies elsewhere do. */
export function askAs(
  url: string,
  host: string,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<Plain> {
  const { port } = new URL(url)
  return new Promise((done, fail) => {
    const sent = { host, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }
    const asked = request({ host: '127.0.0.1', port, path, method, headers: sent, agent: false }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', fail)
      answer.on('end', () =>
        done({
          status: answer.statusCode ?? 0,
          text: Buffer.concat(parts).toString('utf8'),
          headers: answer.headers,
        }),
      )
    })
    asked.on('error', fail)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
