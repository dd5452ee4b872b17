import { setTimeout } from 'node:timers/promises'
import { drainPending, type Session } from 'chdb'
import { meaning } from './errors.ts'
import { signalled } from './forms.ts'
import type { Lane } from './lane.ts'
import { quoted, setParameters } from './parameters.ts'
import type { Settings } from './settings.ts'
import type { QueryOptions } from './warehouse.ts'

export type Params = Readonly<Record<string, unknown>>

/** Connections by what they are for, so that reports, imports and arriving events never wait for each other. */
export type Lanes = Readonly<Record<'reads' | 'inserts' | 'work' | 'control', Lane<Session>>>

/** A connection that is ours for one statement, with the settings that statement must carry. */
export type Turn = { readonly session: Session; readonly settings: Settings; readonly end: () => void }

export type Turns = {
  begin(place: Lane<Session>, params: Params, options: QueryOptions): Promise<Turn>
  run<T>(place: Lane<Session>, params: Params, options: QueryOptions, work: (turn: Turn) => Promise<T>): Promise<T>
  /** Refuses new statements, kills what still runs after `grace` seconds and closes the connections. */
  close(grace: number): Promise<void>
}

/**
 * Takes turns on the connections. Parameters are given by `SET param_...` on the connection itself, because the
 * binding's own parameters make all queries of the process wait for each other.
 */
export function turns(lanes: Lanes): Turns {
  const running = new Map<string, Promise<void>>()
  let count = 0

  const kill = async (id: string) => {
    const control = await lanes.control.take(60)
    try {
      await control.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${quoted(id)}`)
    } finally {
      lanes.control.give(control)
    }
  }
  const killUntilGone = async (id: string) => {
    for (let wait = running.get(id); wait; wait = running.get(id)) {
      await kill(id)
      await Promise.race([wait, setTimeout(50)])
    }
  }

  /** A connection that knows the parameters, for one statement; a signal that aborts kills that statement. */
  async function begin(place: Lane<Session>, params: Params, options: QueryOptions): Promise<Turn> {
    const { seconds = 30, signal, tag = 'fernweh' } = options
    const session = await place.take(seconds, signal)
    const id = `${tag}#${process.pid}.${++count}`
    const gone = signalled()
    running.set(id, gone.promise)
    const abort = () => void killUntilGone(id)
    const end = () => {
      signal?.removeEventListener('abort', abort)
      running.delete(id)
      gone.resolve()
      place.give(session)
    }
    try {
      const parameters = setParameters(params)
      if (parameters) await session.queryAsync(parameters)
      signal?.throwIfAborted()
      signal?.addEventListener('abort', abort, { once: true })
    } catch (error) {
      end()
      throw error
    }
    return { session, settings: { ...options.settings, max_execution_time: seconds, log_comment: id }, end }
  }

  async function run<T>(place: Lane<Session>, params: Params, options: QueryOptions, work: (turn: Turn) => Promise<T>) {
    try {
      const mine = await begin(place, params, options)
      return await work(mine).finally(mine.end)
    } catch (error) {
      throw meaning(error, params, options.signal)
    }
  }

  async function close(grace: number) {
    const reason = new Error('The warehouse is closed')
    for (const place of [lanes.reads, lanes.inserts, lanes.work]) place.close(reason)
    await within(grace, Promise.all(running.values()))
    await within(grace, Promise.all([...running.keys()].map(killUntilGone)))
    for (const session of Object.values(lanes).flatMap((place) => place.all)) session.close()
    if (running.size === 0) await drainPending()
  }

  return { begin, run, close }
}

async function within(seconds: number, work: Promise<unknown>) {
  const timer = new AbortController()
  await Promise.race([work, setTimeout(seconds * 1000, undefined, { signal: timer.signal }).catch(() => {})])
  timer.abort()
}
