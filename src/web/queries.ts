import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from './problem.ts'

export type Queries = QueryClient

/** Failures that trying again may cure. */
const passing = (error: unknown): boolean => [0, 502, 503, 504].includes(problemOf(error).status)

/** What the app asked and was told. `onSignedOut` runs when the server no longer knows the caller. */
export function openQueries(onSignedOut: () => void): Queries {
  const onError = (error: unknown) => {
    if (problemOf(error).status === 401) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 15_000, retry: (count, error) => count < 2 && passing(error), refetchOnWindowFocus: true },
    },
  })
}
