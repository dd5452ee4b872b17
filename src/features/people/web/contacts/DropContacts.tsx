import { IconAddressBook } from '@tabler/icons-react'
import { useTexts } from '../../../../web/i18n.tsx'
import { DropFile } from '../../../../web/parts/DropFile.tsx'
import { useWorkspace } from '../../../../web/workspace.tsx'
import { ContactPreview } from '../../contacts/schema.ts'
import { contactTexts } from './texts.ts'

/** The place for a file of contacts. */
export function DropContacts({ onDone }: { onDone: (preview: ContactPreview) => void }) {
  const { upload: texts } = useTexts(contactTexts)
  const { id: workspace } = useWorkspace()
  return (
    <DropFile
      icon={<IconAddressBook size={34} stroke={1.3} aria-hidden />}
      texts={texts}
      to={`/api/w/${workspace}/contacts/uploads`}
      answers={ContactPreview}
      onDone={onDone}
    />
  )
}
