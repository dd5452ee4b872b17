import { faultsOf } from '../../../kernel/fault.ts'

export const contactFault = faultsOf({
  'contacts.file_missing': { status: 404, title: 'There is no such file' },
  'contacts.file_none': { status: 400, title: 'No file was sent' },
  'contacts.unwritable': { status: 422, title: 'The file cannot be written there' },
  'contacts.unreadable': { status: 422, title: 'The file holds no contacts that can be read here' },
  'contacts.too_large': { status: 413, title: 'The file is too large' },
  'contacts.lacks_person': { status: 422, title: 'No column says who a contact is' },
  'contacts.columns': { status: 422, title: 'The file does not have these columns' },
  'contacts.mapping_missing': { status: 404, title: 'There is no such saved mapping' },
  'contacts.mapping_taken': { status: 409, title: 'A saved mapping has this name' },
})
