import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../../../../web/api.ts'
import { useFormat } from '../../../../web/format.tsx'
import { useLanguage, useTexts } from '../../../../web/i18n.tsx'
import { useLive } from '../../../../web/live.ts'
import { ruleWords } from '../../../../web/parts/rule/ruleWords.ts'
import { useWorkspace } from '../../../../web/workspace.tsx'
import type { PersonWords } from './personWords.ts'
import { segmentTexts } from './texts.ts'

const soonMs = 1000
/** How often what is shown follows the events that arrive. */
const followMs = 60_000

/** All segments; asks again while one of them is being counted. */
export const useSegments = () => {
  const { id: workspace } = useWorkspace()
  return useQuery(
    api.people.segments.list.queryOptions({
      input: { workspace },
      staleTime: 10_000,
      refetchInterval: ({ state }) => (state.data?.some(({ counting }) => counting) ? soonMs : false),
    }),
  )
}

export const useSegment = (segment: string) => {
  const { id: workspace } = useWorkspace()
  return useQuery(
    api.people.segments.get.queryOptions({
      input: { workspace, segment },
      refetchInterval: ({ state }) => (state.data?.counting ? soonMs : false),
    }),
  )
}

/** Forgets what is known of segments and of lists of people. */
export const useRenewSegments = () => {
  const queries = useQueryClient()
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: api.people.segments.key() }),
      queries.invalidateQueries({ queryKey: api.people.list.key() }),
    ])
  }
}

/** Follows what arrives, at most once a minute. */
export const useFollowing = (): void => {
  const { id: workspace } = useWorkspace()
  const queries = useQueryClient()
  const last = useRef(0)
  useLive(workspace, ({ kind }) => {
    if (kind !== 'settled' || Date.now() - last.current < followMs) return
    last.current = Date.now()
    void queries.invalidateQueries({ queryKey: api.people.segments.key() })
  })
}

/** With what rules over people are said here. */
export const usePersonWords = (): PersonWords => {
  const person = useTexts(segmentTexts)
  const rule = ruleWords[useLanguage()]
  const { calendarDay } = useFormat()
  const { data } = useSegments()
  return { rule, person, nameOf: (id) => data?.find((one) => one.id === id)?.name, day: calendarDay }
}
