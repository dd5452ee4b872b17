import { faultsOf } from '../../kernel/fault.ts'

/** Reasons not to start on a data folder. */
export const folderFault = faultsOf({
  'folder.incomplete': { status: 500, title: 'A part of the data is missing' },
  'folder.foreign': { status: 500, title: 'A part of the data belongs to another data folder' },
  'folder.damaged': { status: 500, title: 'A part of the data is damaged' },
})
