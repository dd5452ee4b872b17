import { oc } from '@orpc/contract'
import type { Right } from '../../kernel/rights.ts'

/** An endpoint of a contract, which begins with the right that it needs: `endpoint('people.see').route(...)`. */
export const endpoint = <R extends Right>(right: R) => oc.$meta({ right })
