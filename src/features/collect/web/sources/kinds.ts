import {
  IconBuildingStore,
  IconFileImport,
  IconForms,
  IconMail,
  IconPhone,
  IconServer2,
  IconWebhook,
  IconWorldWww,
  type TablerIcon,
} from '@tabler/icons-react'
import type { SourceKind } from '../../sources/schema.ts'

export const kindIcons: Readonly<Record<SourceKind, TablerIcon>> = {
  website: IconWorldWww,
  server: IconServer2,
  till: IconBuildingStore,
  phone: IconPhone,
  mailing: IconMail,
  import: IconFileImport,
  form: IconForms,
  webhook: IconWebhook,
}
