import { z } from 'zod'
import { FilePath } from '../../../kernel/words.ts'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { Import } from '../../collect/schema.ts'
import { PeopleFilter } from '../schema.ts'
import { ContactDryRun, ContactFormat, ContactMapping, ContactPreview, ContactResult, SavedMapping } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofUpload = inWorkspace.extend({ upload: z.uuid() })
const tags = ['Contacts']

/**
 * Files arrive by POST /api/w/{workspace}/contacts/uploads (multipart, one part `file`), which answers with a
 * ContactPreview; they leave by GET /api/w/{workspace}/contacts/file?format=csv|xlsx|vcard.
 */
export const contacts = {
  preview: endpoint('imports.run')
    .route({
      method: 'GET',
      path: '/w/{workspace}/contacts/uploads/{upload}',
      summary: 'Look at an uploaded file of contacts and how its columns would be read',
      tags,
    })
    .input(ofUpload)
    .output(ContactPreview),
  dryRun: endpoint('imports.run')
    .route({
      method: 'POST',
      path: '/w/{workspace}/contacts/uploads/{upload}/dry-run',
      summary: 'Try an import of contacts without storing anything',
      tags,
    })
    .input(ofUpload.extend({ mapping: ContactMapping }))
    .output(ContactDryRun),
  start: endpoint('imports.run')
    .route({
      method: 'POST',
      path: '/w/{workspace}/contacts/imports',
      summary: 'Import an uploaded file of contacts',
      tags,
    })
    .input(ofUpload.extend({ mapping: ContactMapping }))
    .output(Import),
  local: endpoint('machine.files')
    .route({
      method: 'POST',
      path: '/w/{workspace}/contacts/imports/local',
      summary: "Import contacts from a file of the server's own machine; only for programs that run there",
      tags,
    })
    .input(inWorkspace.extend({ path: FilePath, mapping: z.string().max(60).optional() }))
    .output(Import),
  tryLocal: endpoint('machine.files')
    .route({
      method: 'POST',
      path: '/w/{workspace}/contacts/imports/local/dry-run',
      summary: "Try a file of the server's own machine; only for programs that run there",
      tags,
    })
    .input(inWorkspace.extend({ path: FilePath, mapping: z.string().max(60).optional() }))
    .output(ContactDryRun),
  exportLocal: endpoint('machine.files')
    .route({
      method: 'POST',
      path: '/w/{workspace}/contacts/exports/local',
      summary: "Write contacts into a file of the server's own machine; only for programs that run there",
      tags,
    })
    .input(inWorkspace.extend({ ...PeopleFilter.shape, path: FilePath, format: ContactFormat.optional() }))
    .output(z.object({ path: FilePath, contacts: z.number() })),
  results: endpoint('sources.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/contacts/imports',
      summary: 'What the imports of contacts came to, beside their records among all imports',
      tags,
    })
    .input(inWorkspace.extend({ import: z.uuid().optional() }))
    .output(z.array(ContactResult)),
  mappings: endpoint('sources.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/contacts/mappings',
      summary: 'Saved mappings, last used first',
      tags,
    })
    .input(inWorkspace)
    .output(z.array(SavedMapping)),
  forgetMapping: endpoint('imports.run')
    .route({
      method: 'DELETE',
      path: '/w/{workspace}/contacts/mappings/{mapping}',
      summary: 'Forget a saved mapping',
      tags,
      successStatus: 204,
    })
    .input(inWorkspace.extend({ mapping: z.uuid() }))
    .output(z.void()),
}
