import { faultsOf } from '../../kernel/fault.ts'

/** What can be wrong with a file or an import; the detail says it for the file at hand. */
export const collectFault = faultsOf({
  'file.missing': { status: 404, title: 'There is no such file' },
  'file.empty': { status: 422, title: 'The file is empty' },
  'file.unreadable': { status: 422, title: 'The file is not one that can be read here' },
  'file.packed': { status: 422, title: 'The file is a packed archive' },
  'file.too_large': { status: 413, title: 'The file is too large' },
  'disk.full': { status: 507, title: 'There is not enough room on the disk' },
  'mapping.incomplete': { status: 422, title: 'The columns are not assigned completely' },
  'import.unfinished': { status: 409, title: 'This import cannot be taken back now' },
})
