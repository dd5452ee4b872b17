import { z } from 'zod'
import { PersonId } from '../../../kernel/words.ts'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { Erasure, Erasures, PersonProtection, ProtectionRequest, RequestKind, RetentionPlan } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofPerson = inWorkspace.extend({ person: PersonId })
const ofRequest = inWorkspace.extend({ request: z.uuid() })
const text = (most: number) => z.string().trim().max(most).default('')
const months = z.coerce.number().int().min(1).max(240).optional()
const tags = ['Data protection']

export const protection = {
  person: endpoint('privacy.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/protection',
      summary: 'What is kept of a person, and what was decided about it',
      tags,
    })
    .input(ofPerson)
    .output(PersonProtection),
  copy: endpoint('privacy.serve')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/copy',
      summary: 'Everything that is kept of a person, as JSON (Articles 15 and 20 GDPR)',
      tags,
    })
    .input(ofPerson)
    .output(z.file()),
  copyFiles: endpoint('privacy.serve')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/copy/tables',
      summary: 'The same as CSV files in a ZIP archive',
      tags,
    })
    .input(ofPerson)
    .output(z.file()),
  restrict: endpoint('privacy.serve')
    .route({
      method: 'PUT',
      path: '/w/{workspace}/people/{person}/restriction',
      summary: 'Keep the data of a person and use them for nothing (Article 18 GDPR)',
      tags,
    })
    .input(ofPerson.extend({ reason: text(500) })),
  lift: endpoint('privacy.serve')
    .route({
      method: 'DELETE',
      path: '/w/{workspace}/people/{person}/restriction',
      summary: 'Use the data of a person again',
      tags,
    })
    .input(ofPerson),
  object: endpoint('privacy.serve')
    .route({
      method: 'POST',
      path: '/w/{workspace}/people/{person}/objection',
      summary: 'Note that a person objects to every purpose (Article 21 GDPR)',
      tags,
    })
    .input(ofPerson.extend({ note: text(500) })),
  erase: endpoint('people.erase')
    .route({
      method: 'POST',
      path: '/w/{workspace}/people/{person}/erasure',
      summary: 'Erase everything about a person from every store (Article 17 GDPR); the word confirms it',
      tags,
    })
    .input(ofPerson.extend({ word: z.string().max(50) }))
    .output(Erasure),
  ask: endpoint('privacy.serve')
    .route({
      method: 'POST',
      path: '/w/{workspace}/people/{person}/requests',
      summary: 'Note that a person asked for something; it is due within one month',
      tags,
    })
    .input(ofPerson.extend({ kind: RequestKind, note: text(1000) }))
    .output(ProtectionRequest),
  requests: endpoint('privacy.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/protection/requests',
      summary: 'Requests of people, the open ones first',
      tags,
    })
    .input(inWorkspace)
    .output(z.array(ProtectionRequest)),
  close: endpoint('privacy.serve')
    .route({
      method: 'PUT',
      path: '/w/{workspace}/protection/requests/{request}',
      summary: 'Close a request as done or refused',
      tags,
    })
    .input(ofRequest.extend({ state: z.enum(['done', 'refused']), answer: text(1000) }))
    .output(ProtectionRequest),
  erasures: endpoint('people.erase')
    .route({
      method: 'GET',
      path: '/w/{workspace}/protection/erasures',
      summary: 'Erasures that are not finished, and the protocols of those that are, newest first',
      tags,
    })
    .input(inWorkspace)
    .output(Erasures),
  retention: endpoint('privacy.rule')
    .route({
      method: 'GET',
      path: '/w/{workspace}/protection/retention',
      summary: 'What would be removed now by these times, in months',
      tags,
    })
    .input(inWorkspace.extend({ anonymousMonths: months, eventMonths: months, inactiveMonths: months }))
    .output(RetentionPlan),
  runRetention: endpoint('privacy.rule')
    .route({
      method: 'POST',
      path: '/w/{workspace}/protection/retention',
      summary: 'Remove now what is kept too long by the settings',
      tags,
    })
    .input(inWorkspace)
    .output(RetentionPlan),
}
