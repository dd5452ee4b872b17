import type { Import } from '../schema.ts'

const moving: readonly Import['state'][] = ['waiting', 'reading', 'storing', 'settling', 'undoing']

/** Whether an import is still at work, so that its figures change. */
export const isMoving = ({ state }: Pick<Import, 'state'>): boolean => moving.includes(state)

/** Only what is stored, wholly or in part, can be taken back. */
export const canUndo = ({ state }: Pick<Import, 'state'>): boolean => ['done', 'failed', 'interrupted'].includes(state)
