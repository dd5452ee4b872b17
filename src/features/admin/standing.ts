import type { FastifyReply, FastifyRequest } from 'fastify'
import type { InWorkspace } from './access.ts'
import type { Caller, Right } from './caller.ts'
import type { Workspace } from './schema.ts'

export type CallerOf = (request: FastifyRequest, reply: FastifyReply) => Promise<Caller>

/** Somebody who may do something that lasts, such as listen or send a large file. */
export type Standing = {
  readonly caller: Caller
  readonly workspace: Workspace
  /** Calls `end` once, as soon as the caller may no more; gives how to stop watching. */
  while(end: () => void): () => void
}

const everyMs = 500
/** Tabs of one person share a look. */
const sharedMs = 200

type Look = { readonly atMs: number; readonly who: Promise<string> }

const idOf = (caller: Caller): string => (caller.kind === 'user' ? caller.user.id : caller.kind)

/**
 * Looks again and again whether a right still stands: whoever is removed, signs out, gets another role or password, or
 * whose workspace is gone ends within a second.
 */
export function openStanding(callerOf: CallerOf, inWorkspace: InWorkspace) {
  const looks = new Map<string, Look>()

  async function whoIs(request: FastifyRequest, reply: FastifyReply, id: string, right: Right): Promise<string> {
    const caller = await callerOf(request, reply)
    const { role } = await inWorkspace(caller, id, right)
    return `${idOf(caller)} ${role}`
  }

  function look(request: FastifyRequest, reply: FastifyReply, id: string, right: Right): Promise<string> {
    const { cookie = '', authorization = '' } = request.headers
    const key = `${cookie}\n${authorization}\n${id}\n${right}`
    const known = looks.get(key)
    if (known && Date.now() - known.atMs < sharedMs) return known.who
    const made = { atMs: Date.now(), who: whoIs(request, reply, id, right) }
    looks.set(key, made)
    const forget = () => setTimeout(() => looks.get(key) === made && looks.delete(key), sharedMs).unref()
    made.who.then(forget, forget)
    return made.who
  }

  /** Faults: those of `inWorkspace`. */
  return async (request: FastifyRequest, reply: FastifyReply, id: string, right: Right): Promise<Standing> => {
    const caller = await callerOf(request, reply)
    const workspace = await inWorkspace(caller, id, right)
    const first = `${idOf(caller)} ${workspace.role}`
    return {
      caller,
      workspace,
      while(end) {
        let stopped = false
        let timer: NodeJS.Timeout | undefined
        const stop = () => {
          stopped = true
          clearTimeout(timer)
        }
        const again = async () => {
          const stands = await look(request, reply, id, right).then(
            (now) => now === first,
            () => false,
          )
          if (stopped) return
          if (stands) timer = setTimeout(again, everyMs).unref()
          else {
            stop()
            end()
          }
        }
        timer = setTimeout(again, everyMs).unref()
        return stop
      },
    }
  }
}
