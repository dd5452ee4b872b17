import type { Import } from '../schema.ts'

/** Only what is stored, wholly or in part, can be taken back. */
export const canUndo = ({ state }: Pick<Import, 'state'>): boolean => ['done', 'failed', 'interrupted'].includes(state)
