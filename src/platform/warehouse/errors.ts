import { commonFault, type Fault } from '../../kernel/fault.ts'

/** The engine refused a statement. `code` is ClickHouse's number; the message carries no parameter values and no rows. */
export class EngineError extends Error {
  readonly code: number
  /** The first bad row of an insert, counted from 1, where the engine knows it. */
  readonly row: number | undefined

  constructor(code: number, message: string, row?: number) {
    super(message)
    this.name = 'EngineError'
    this.code = code
    this.row = row
  }
}

/**
 * The codes by which the engine says that a row cannot be read, whatever is wrong with it: an escape, a quote, the form of a row or
 * cell, a decimal beyond its column, a time, a number, a map, an id, a word that its column does not know.
 */
export const rowCodes: ReadonlySet<number> = new Set([25, 26, 27, 41, 69, 72, 117, 376, 563, 691])

/** The engine refuses a row for what stands in it. Any other failure says nothing about rows: the same insert may work later. */
export const blamesRow = (error: unknown): error is EngineError =>
  error instanceof EngineError && rowCodes.has(error.code)

/** Timeouts, memory, too many parts, queries killed or too many: asking for less or later can help. */
const busyCodes = new Set([159, 160, 173, 202, 203, 209, 210, 241, 252, 279, 394, 745])
const unreachable =
  /ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|socket hang up|Timeout error/

/** What a failed statement means: a signal's reason, the fault `engine.busy`, or an EngineError for the log. */
export function meaning(error: unknown, params: Readonly<Record<string, unknown>>, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason
  if (!(error instanceof Error)) return error
  const code = codeOf(error)
  if (code === undefined) {
    const told = `${error.message} ${'code' in error ? error.code : ''}`
    return unreachable.test(told) ? busy(told) : error
  }
  const told = error.message.includes('Code:') ? error.message : `Code: ${code}. ${error.message}`
  const row = /\(at row (\d+)\)/.exec(told)?.[1]
  if (row !== undefined && !busyCodes.has(code)) return new EngineError(code, badRow(code, told, row), Number(row))
  const text = withoutValues(told, params)
  return busyCodes.has(code) ? busy(text) : new EngineError(code, text)
}

/** What the engine says about a row it cannot read quotes that row, so only the place is kept. */
function badRow(code: number, told: string, row: string): string {
  const name = /\(([A-Z0-9]+_[A-Z0-9_]+)\)\s*$/.exec(told)?.[1]
  const key = /value of key (\w+)/.exec(told)?.[1] ?? /name: (\w+)/.exec(told)?.[1]
  return `Code: ${code}. ${name ?? 'A row cannot be read'} at row ${row}${key ? `, ${key}` : ''}`
}

export const busy = (cause: string): Fault => Object.assign(commonFault('engine.busy'), { cause: new Error(cause) })

function codeOf(error: Error): number | undefined {
  const found = /Code:\s*(\d+)/.exec(error.message)?.[1] ?? ('code' in error ? String(error.code) : '')
  return /^\d+$/.test(found) ? Number(found) : undefined
}

function withoutValues(message: string, params: Readonly<Record<string, unknown>>): string {
  const rows = message
    .replace(/: (?:in scope|while executing|while processing)[\s\S]*?(?=\([A-Z_]+\)\s*$|$)/i, ' ')
    .replace(/ here: [\s\S]*?(?=\([A-Z_]+\)\s*$|$)/, ' ')
    .replace(/ before: [\s\S]*?(?=\): |: \(|$)/, ' ')
  return Object.entries(params).reduce((text, [name, value]) => {
    const values = (Array.isArray(value) ? value.slice(0, 1000) : [value]).map(String).filter((one) => one.length > 2)
    return values.reduce((left, one) => left.replaceAll(one, `{${name}}`), text)
  }, rows)
}
