import { ORPCError } from '@orpc/client'

/** A fetch for oRPC's links, which take only `application/json` for JSON: it renames the type of RFC 9457 problems. */
export async function fetchProblems(request: Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(request, init)
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response
  const headers = new Headers(response.headers)
  headers.set('content-type', 'application/json')
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

/** Makes an error of a problem's body: its code, and as message the sentence for the person. */
export function errorOfProblem(
  body: unknown,
  { status }: { readonly status: number },
): ORPCError<string, unknown> | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('detail' in body)) return undefined
  return new ORPCError(String(body.code), { status, message: String(body.detail), data: body })
}
