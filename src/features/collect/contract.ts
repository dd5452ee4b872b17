import { z } from 'zod'
import { FilePath, Id } from '../../kernel/words.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { capture } from './capture/contract.ts'
import { channels } from './channels/contract.ts'
import { identity } from './identity/contract.ts'
import { DryRun, Import, Mapping, Preview, Reading, Vocabulary } from './schema.ts'
import { sources } from './sources/contract.ts'
import { webhooks } from './webhooks/contract.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofUpload = inWorkspace.extend({ upload: Id })
const tags = ['Import']

/** Files arrive by POST /api/w/{workspace}/uploads (multipart, one part `file`), which answers with a Preview. */
export const importing = {
  preview: endpoint('imports.run')
    .route({
      method: 'POST',
      path: '/w/{workspace}/uploads/{upload}/preview',
      summary: 'Look at an uploaded file, read in a given way',
      tags,
    })
    .input(ofUpload.extend({ reading: Reading.optional() }))
    .output(Preview),
  dryRun: endpoint('imports.run')
    .route({
      method: 'POST',
      path: '/w/{workspace}/uploads/{upload}/dry-run',
      summary: 'Try an import without storing anything',
      tags,
    })
    .input(ofUpload.extend({ reading: Reading, mapping: Mapping }))
    .output(DryRun),
  startImport: endpoint('imports.run')
    .route({ method: 'POST', path: '/w/{workspace}/imports', summary: 'Import an uploaded file', tags })
    .input(ofUpload.extend({ reading: Reading, mapping: Mapping }))
    .output(Import),
  importLocal: endpoint('machine.files')
    .route({
      method: 'POST',
      path: '/w/{workspace}/imports/local',
      summary: "Import a file of the server's own machine; only for programs that run there",
      tags,
    })
    .input(inWorkspace.extend({ path: FilePath, mapping: Mapping.optional() }))
    .output(Import),
  startSample: endpoint('imports.run')
    .route({
      method: 'POST',
      path: '/w/{workspace}/imports/sample',
      summary: 'Fill the workspace with the sample shop',
      tags,
    })
    .input(inWorkspace.extend({ people: z.number().int().min(10).max(200_000).default(20_000) }))
    .output(Import),
  imports: endpoint('sources.see')
    .route({ method: 'GET', path: '/w/{workspace}/imports', summary: 'All imports, newest first', tags })
    .input(inWorkspace)
    .output(z.array(Import)),
  import: endpoint('sources.see')
    .route({ method: 'GET', path: '/w/{workspace}/imports/{import}', summary: 'State and figures of one import', tags })
    .input(inWorkspace.extend({ import: z.uuid() }))
    .output(Import),
  undoImport: endpoint('imports.run')
    .route({ method: 'POST', path: '/w/{workspace}/imports/{import}/undo', summary: 'Take an import back', tags })
    .input(inWorkspace.extend({ import: z.uuid() }))
    .output(Import),
  vocabulary: endpoint('sources.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/vocabulary',
      summary: 'Event names, channels and properties that occur',
      tags: ['Events'],
    })
    .input(inWorkspace)
    .output(Vocabulary),
}

export const collect = { capture, channels, identity, ...importing, sources, webhooks }
