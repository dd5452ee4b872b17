/**
 * What is wrong with an archive: it is `damaged` or cut off, needs a password or an unknown way of unpacking (`locked`),
 * holds too `many` files, names one `twice`, names one outside itself (`path`), holds a `link`, has files that `overlap`,
 * or unpacks to too much (`bomb`).
 */
export type ArchiveProblem = 'damaged' | 'locked' | 'many' | 'twice' | 'path' | 'link' | 'overlap' | 'bomb'

export class ArchiveError extends Error {
  readonly problem: ArchiveProblem

  constructor(problem: ArchiveProblem) {
    super(`The archive cannot be read: ${problem}`)
    this.name = 'ArchiveError'
    this.problem = problem
  }
}
