import type { ComponentType } from 'react'
import { ConsentSummary } from './protection/ConsentSummary.tsx'

/** A part of the profile that another slice of people brings; it loads and shows what it needs by itself. */
export type PersonSection = {
  readonly id: string
  readonly Section: ComponentType<{ readonly person: string }>
}

/** Shown beside the timeline, in this order, each with its own heading. */
export const personSections: readonly PersonSection[] = [{ id: 'consents', Section: ConsentSummary }]
