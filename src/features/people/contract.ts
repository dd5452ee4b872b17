import { z } from 'zod'
import { Moment, PersonId } from '../../kernel/words.ts'
import { endpoint } from '../../platform/http/endpoint.ts'
import { consent, preferences } from './consent/contract.ts'
import { contacts } from './contacts/contract.ts'
import { duplicates } from './duplicates/contract.ts'
import { protection } from './protection/contract.ts'
import { PeopleColumns, PeopleOrder, PeopleQuery, PersonRow, Profile, Timeline, TraitKey } from './schema.ts'
import { segments } from './segments/contract.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofPerson = inWorkspace.extend({ person: PersonId })
const tags = ['People']

const Words = z
  .union([
    z.array(z.string().max(200)).max(200),
    z
      .string()
      .max(200)
      .transform((one) => [one]),
  ])
  .default([])

/** The list as a file comes from GET /api/w/{workspace}/people/file with the same filter (see list/file.ts). */
export const persons = {
  list: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people',
      summary:
        'People, latest contact first; `search` finds names, e-mail addresses, phone and customer numbers, cards; `rule` is a rule over people as JSON',
      tags,
    })
    .input(
      inWorkspace.extend({
        ...PeopleQuery.shape,
        ...PeopleOrder.shape,
        columns: PeopleColumns,
        offset: z.coerce.number().int().min(0).max(100_000).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ people: z.array(PersonRow), total: z.number() })),
  profile: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}',
      summary: 'What is known of one person; `personId` is another one where they were merged',
      tags,
    })
    .input(ofPerson)
    .output(Profile),
  timeline: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/timeline',
      summary: 'Every touch of one person, newest first',
      tags,
    })
    .input(
      ofPerson.extend({
        before: Moment.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
        events: Words,
        channels: Words,
        search: z.string().max(200).default(''),
      }),
    )
    .output(Timeline),
  correct: endpoint('people.edit')
    .route({
      method: 'PUT',
      path: '/w/{workspace}/people/{person}/traits/{key}',
      summary: 'Say something about a person by hand; null takes that back, empty hides what other sources say',
      tags,
    })
    .input(ofPerson.extend({ key: TraitKey, value: z.string().trim().max(2_000).nullable() }))
    .output(z.object({ before: z.string().nullable() })),
}

export const people = { ...persons, consent, preferences, protection, contacts, duplicates, segments }
