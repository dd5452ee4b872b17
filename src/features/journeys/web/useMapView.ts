import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { api } from '../../../web/api.ts'
import { useMay, useWorkspace } from '../../../web/workspace.tsx'
import type { Journey, MapFigures } from '../schema.ts'
import { layoutOf } from './layout.ts'
import type { MapView } from './mapView.ts'
import { chosenIn, type Layer, type MapSearch } from './search.ts'
import type { Editing } from './useEditing.ts'

const route = getRouteApi('/w/$workspace/journeys/$journey')
const POLL = 1000

/** Reads and changes the address of the map. */
export const useMapAddress = () => {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const go = useCallback(
    (change: Partial<MapSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false }),
    [navigate],
  )
  return { search, go }
}

const useFigures = (journey: Journey, search: MapSearch) => {
  const { id: workspace } = useWorkspace()
  const { filter, layers, segment } = search
  const { period, compare } = chosenIn(search)
  const compared = layers.includes('comparison') ? compare : null
  const question = { period, compare: compared, filter, ...(segment ? { segment } : {}) }
  const query = useQuery(
    api.journeys.figures.queryOptions({
      input: { workspace, journey: journey.id, ...question },
      placeholderData: keepPreviousData,
      staleTime: 30_000,
      refetchInterval: ({ state }) => (state.data?.state === 'measuring' ? POLL : false),
    }),
  )
  return { question, query }
}

const byId = <T, K extends string>(list: readonly T[] | undefined, idOf: (one: T) => K): ((id: K) => T | null) => {
  const map = new Map((list ?? []).map((one) => [idOf(one), one]))
  return (id) => map.get(id) ?? null
}

/** The first measuring is under way: zeros would be no figures. */
const awaited = ({ state, people }: MapFigures): boolean => state === 'measuring' && people === 0

/** While a changed journey is measured again, its last figures stay, marked as being measured. */
const useLasting = (asked: string, data: MapFigures | undefined): MapFigures | null => {
  const last = useRef<{ readonly asked: string; readonly figures: MapFigures } | null>(null)
  useEffect(() => {
    if (data?.state === 'ready') last.current = { asked, figures: data }
  }, [asked, data])
  if (!data) return null
  const known = last.current
  return awaited(data) && known?.asked === asked ? { ...known.figures, state: 'measuring' } : data
}

/** Joins the journey as it is being edited, its figures and the address to what the map shows. */
export const useMapView = (journey: Journey, editing: Editing, available: number) => {
  const may = useMay()
  const { search, go } = useMapAddress()
  const { question, query } = useFigures(journey, search)
  const [marked, mark] = useState<readonly string[]>([])
  const { draft, edit, takeBack } = editing
  const figures = useLasting(JSON.stringify([journey.id, question]), query.data)
  const zoom = search.zoom
  const layout = useMemo(
    () => layoutOf(draft.phases, draft.touchpoints, available, zoom),
    [draft.phases, draft.touchpoints, available, zoom],
  )
  const lookups = useMemo(() => {
    const known = figures && !awaited(figures) ? figures : null
    return {
      ofTouchpoint: byId(known?.touchpoints, ({ touchpoint }) => touchpoint),
      ofPhase: byId(known?.phases, ({ phase }) => phase),
    }
  }, [figures])
  const view: MapView = {
    journey,
    draft,
    figures,
    ...lookups,
    question,
    search,
    go,
    shows: (layer: Layer) => search.layers.includes(layer),
    editing: search.edit && may('edit'),
    edit,
    takeBack,
    layout,
    marked,
    mark,
  }
  return { view, query }
}
