/** One month after a moment, as Article 12 (3) GDPR counts: the same day, or the last one of a shorter month. */
export function dueOf(at: Date): Date {
  const day = at.getUTCDate()
  const due = new Date(at)
  due.setUTCDate(1)
  due.setUTCMonth(due.getUTCMonth() + 1)
  const last = new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).getUTCDate()
  due.setUTCDate(Math.min(day, last))
  return due
}

/** The moment so many months before. */
export function monthsBefore(ms: number, months: number): number {
  const at = new Date(ms)
  const day = at.getUTCDate()
  at.setUTCDate(1)
  at.setUTCMonth(at.getUTCMonth() - months)
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  at.setUTCDate(Math.min(day, last))
  return at.getTime()
}
