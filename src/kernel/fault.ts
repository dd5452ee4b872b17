/** The ways a request can fail that a caller can act on. One closed table per feature, joined in the app. */
export type FaultKind = { readonly status: number; readonly title: string }
export type FaultTable = Readonly<Record<string, FaultKind>>

export const commonFaults = {
  'request.invalid': { status: 400, title: 'The request is not understood' },
  'request.deep': { status: 400, title: 'The request lies too deep in itself' },
  'caller.unknown': { status: 401, title: 'Please sign in' },
  'caller.forbidden': { status: 403, title: 'You may not do this' },
  'thing.missing': { status: 404, title: 'There is no such thing' },
  'thing.stale': { status: 409, title: 'Somebody else changed this in the meantime' },
  'rate.exceeded': { status: 429, title: 'Too many tries, please wait a moment' },
  'engine.busy': { status: 503, title: 'The database took too long; narrow the period or try again' },
  'disk.full': { status: 507, title: 'There is no room left on the disk of the server' },
  'disk.failing': { status: 507, title: 'The disk of the server cannot be written to' },
  'files.exhausted': { status: 503, title: 'The server has too many files open; try again in a moment' },
} as const satisfies FaultTable

/** A failure with a name from a fault table. `detail` is a sentence for the person; `facts` are shown, never secrets. */
export class Fault extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: string, kind: FaultKind, detail?: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(detail ?? kind.title)
    this.name = 'Fault'
    this.code = code
    this.status = kind.status
    this.title = kind.title
    this.facts = facts
  }
}

/** Gives a feature the one function with which it raises its faults. */
export const faultsOf =
  <T extends FaultTable>(table: T) =>
  (code: keyof T & string, detail?: string, facts?: Readonly<Record<string, unknown>>): Fault =>
    new Fault(code, table[code] ?? { status: 500, title: code }, detail, facts)

export const commonFault = faultsOf(commonFaults)
