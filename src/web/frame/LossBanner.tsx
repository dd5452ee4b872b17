import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { useFormat } from '../format.tsx'
import { useTexts } from '../i18n.tsx'
import { useMay, useWorkspace } from '../workspace.tsx'
import { lossTexts } from './lossTexts.ts'

/** Tells owners what of the data was found missing when the server started. */
export function LossBanner() {
  const workspace = useWorkspace()
  const isOwner = useMay()('own')
  const texts = useTexts(lossTexts)
  const { number, list } = useFormat()
  const { data: lost = [] } = useQuery(
    api.admin.lost.queryOptions({
      input: { workspace: workspace.id },
      enabled: isOwner,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  if (lost.length === 0) return null
  const tables: Readonly<Record<string, string>> = texts.tables
  const parts = lost.map(({ table, rows }) => texts.rows(tables[table] ?? table, rows === null ? '' : number(rows)))
  return (
    <Alert color="red" radius={0} icon={<IconAlertTriangle aria-hidden />} title={texts.title} role="alert">
      {texts.text(list(parts))}
    </Alert>
  )
}
