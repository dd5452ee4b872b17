import { z } from 'zod'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { AuditCheck, AuditPage, AuditQuestion } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const tags = ['Audit log']

export const audit = {
  list: endpoint('audit.read')
    .route({
      method: 'GET',
      path: '/w/{workspace}/audit',
      summary: 'Who saw and changed what, newest first; only for owners',
      tags,
    })
    .input(inWorkspace.extend(AuditQuestion.shape))
    .output(AuditPage),
  check: endpoint('audit.read')
    .route({
      method: 'GET',
      path: '/w/{workspace}/audit/check',
      summary: 'Whether every entry of the audit log still follows from the one before it',
      tags,
    })
    .input(inWorkspace)
    .output(AuditCheck),
  file: endpoint('audit.read')
    .route({ method: 'GET', path: '/w/{workspace}/audit/file', summary: 'The whole audit log as CSV', tags })
    .input(inWorkspace)
    .output(z.file()),
}
