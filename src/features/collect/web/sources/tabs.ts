export const sourceTabs = ['setup', 'live', 'rejected', 'keys', 'settings'] as const
export type SourceTab = (typeof sourceTabs)[number]
