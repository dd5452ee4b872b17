import type { Fields } from './clean.ts'

const decimal = /^\s*([+-]?\d{1,20}(?:\.\d+)?(?:e[+-]?\d{1,3})?)\s*$/i
/** What fits into Decimal(18, 4). */
const largest = 1e14

const amount = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value
  const text = typeof value === 'string' ? decimal.exec(value)?.[1] : undefined
  return text === undefined ? undefined : Number(text)
}

/** An amount of money with four places; null where there is none, or none that can be stored. */
export function moneyOf(value: unknown): string | null {
  const number = amount(value)
  if (number === undefined || !Number.isFinite(number) || Math.abs(number) >= largest) return null
  return number.toFixed(4)
}

/** The first of these that is an amount: `revenue`, `total`, `value`. */
export function amountOf({ revenue, total, value }: Fields): string | null {
  return moneyOf(revenue) ?? moneyOf(total) ?? moneyOf(value)
}

export const currencyOf = ({ currency }: Fields): string =>
  typeof currency === 'string' && /^[a-z]{3}$/i.test(currency) ? currency.toUpperCase() : ''
