import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../web/api.ts'
import { useFormat } from '../../../web/format.tsx'
import { useTexts } from '../../../web/i18n.tsx'
import { useConfirm } from '../../../web/parts/confirm.tsx'
import { useToast } from '../../../web/parts/toast.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import type { Import } from '../schema.ts'
import { canUndo } from './states.ts'
import { collectTexts } from './texts.ts'

/** Takes an import back, after asking. */
export function UndoButton({ row, size = 'compact-sm' }: { row: Import; size?: 'compact-sm' | 'xs' }) {
  const { sources } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  const format = useFormat()
  const confirm = useConfirm()
  const toast = useToast()
  const queries = useQueryClient()
  const undo = useMutation(
    api.collect.undoImport.mutationOptions({
      onSuccess: () => toast.done(sources.undone),
      onError: toast.problem,
      onSettled: () => queries.invalidateQueries(),
    }),
  )
  if (!canUndo(row)) return null
  const ask = async () => {
    const sure = await confirm({
      title: sources.undoTitle,
      text: sources.undoText(format.number(row.imported), row.fileName),
      yes: sources.undo,
      danger: true,
    })
    if (sure) undo.mutate({ workspace, import: row.id })
  }
  return (
    <Button
      size={size}
      variant="default"
      loading={undo.isPending}
      leftSection={<IconArrowBackUp size={15} />}
      onClick={ask}
      aria-label={sources.undoName(row.fileName)}
    >
      {sources.undo}
    </Button>
  )
}
