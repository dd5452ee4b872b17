import { z } from 'zod'
import { PersonId } from '../../../kernel/words.ts'
import { endpoint } from '../../../platform/http/endpoint.ts'
import { IdentityRules, MergeEntry, PersonIdentifier } from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofPerson = inWorkspace.extend({ person: PersonId })
const page = {
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}
const MergeLog = z.object({ entries: z.array(MergeEntry), total: z.number() })
const tags = ['Identity']

export const identity = {
  identifiers: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/identifiers',
      summary: 'What names a person, what proves it, and what was not believed',
      tags,
    })
    .input(ofPerson)
    .output(z.array(PersonIdentifier)),
  mergesOf: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/merges',
      summary: 'What was merged into a person or parted from it, newest first',
      tags,
    })
    .input(ofPerson.extend(page))
    .output(MergeLog),
  merges: endpoint('people.see')
    .route({ method: 'GET', path: '/w/{workspace}/merges', summary: 'The log of all merges, newest first', tags })
    .input(inWorkspace.extend(page))
    .output(MergeLog),
  join: endpoint('people.edit')
    .route({
      method: 'POST',
      path: '/w/{workspace}/people/{person}/join',
      summary: 'Make two people one; answers with the person they are now',
      tags,
    })
    .input(ofPerson.extend({ with: PersonId }))
    .output(z.object({ person: PersonId })),
  part: endpoint('people.edit')
    .route({
      method: 'POST',
      path: '/w/{workspace}/people/{person}/part',
      summary: 'Take an identifier away from a person for good',
      tags,
    })
    .input(ofPerson.extend({ anchor: PersonId }))
    .output(z.object({})),
  undo: endpoint('people.edit')
    .route({
      method: 'POST',
      path: '/w/{workspace}/merges/{merge}/undo',
      summary: 'Undo an entry of the log: part what was merged, or take a decision back',
      tags,
    })
    .input(inWorkspace.extend({ merge: z.uuid() }))
    .output(z.object({})),
  rules: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/identity-rules',
      summary: 'Which identifiers may be one person',
      tags,
    })
    .input(inWorkspace)
    .output(IdentityRules),
  setRules: endpoint('identity.rule')
    .route({
      method: 'PUT',
      path: '/w/{workspace}/identity-rules',
      summary: 'Change which identifiers may be one person; everybody is resolved anew',
      tags,
    })
    .input(inWorkspace.extend({ rules: IdentityRules }))
    .output(IdentityRules),
}
