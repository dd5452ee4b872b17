import type { Journey, JourneyDraft } from '../schema.ts'

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly error: unknown }

type Deps = {
  readonly version: number
  readonly save: (draft: JourneyDraft, version: number) => Promise<Journey>
  readonly tell: (state: SaveState, saved: Journey | null) => void
}

/** Saves one state after the other, never two at once; states that were overtaken while saving are left out. */
export const saverOf = ({ version: first, save, tell }: Deps) => {
  let version = first
  let waiting: JourneyDraft | null = null
  let running = false

  const run = async (): Promise<void> => {
    if (running) return
    running = true
    tell({ kind: 'saving' }, null)
    while (waiting) {
      const draft: JourneyDraft = waiting
      waiting = null
      try {
        const saved = await save(draft, version)
        version = saved.version
        tell(waiting ? { kind: 'saving' } : { kind: 'saved' }, saved)
      } catch (error) {
        waiting ??= draft
        running = false
        tell({ kind: 'failed', error }, null)
        return
      }
    }
    running = false
  }

  return {
    offer: (draft: JourneyDraft): Promise<void> => {
      waiting = draft
      return run()
    },
    retry: (): Promise<void> => run(),
    /** Goes on from a state of the server, forgetting what was not saved. */
    restart: (from: number): void => {
      version = from
      waiting = null
    },
  }
}
