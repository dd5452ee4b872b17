import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../../../web/api.ts'

/** Asks again for everything that is known of people. */
export function useRenew(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: api.people.key() })
}
