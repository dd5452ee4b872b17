import { IconFileUpload } from '@tabler/icons-react'
import { useTexts } from '../../../web/i18n.tsx'
import { DropFile } from '../../../web/parts/DropFile.tsx'
import { useWorkspace } from '../../../web/workspace.tsx'
import { Preview } from '../schema.ts'
import { importTexts } from './importTexts.ts'
import { collectTexts } from './texts.ts'

export function UploadStep({ onDone }: { onDone: (preview: Preview) => void }) {
  const { upload: texts } = useTexts(importTexts)
  const { state } = useTexts(collectTexts)
  const { id: workspace } = useWorkspace()
  return (
    <DropFile
      icon={<IconFileUpload size={34} stroke={1.3} aria-hidden />}
      texts={{ ...texts, progress: state.progress }}
      to={`/api/w/${workspace}/uploads`}
      answers={Preview}
      onDone={onDone}
    />
  )
}
