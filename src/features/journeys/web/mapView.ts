import { createContext, use } from 'react'
import type { Journey, JourneyDraft, MapFigures, PhaseFigures, Question, TouchpointFigures } from '../schema.ts'
import type { Edit } from './edits.ts'
import type { Layout } from './layout.ts'
import type { Layer, MapSearch } from './search.ts'

/** What every part of an open map sees. */
export type MapView = {
  readonly journey: Journey
  readonly draft: JourneyDraft
  readonly figures: MapFigures | null
  readonly ofTouchpoint: (id: string) => TouchpointFigures | null
  readonly ofPhase: (id: string) => PhaseFigures | null
  readonly question: Question
  readonly search: MapSearch
  readonly go: (change: Partial<MapSearch>) => void
  readonly shows: (layer: Layer) => boolean
  /** False for viewers and while only looking. */
  readonly editing: boolean
  readonly edit: (edit: Edit) => void
  readonly takeBack: () => void
  readonly layout: Layout
  /** Touchpoints marked for merging or removing together. */
  readonly marked: readonly string[]
  readonly mark: (ids: readonly string[]) => void
}

export const MapContext = createContext<MapView | null>(null)

export const useMap = (): MapView => {
  const view = use(MapContext)
  if (!view) throw new Error('No map is open here')
  return view
}
