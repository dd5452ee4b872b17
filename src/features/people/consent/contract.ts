import { z } from 'zod'
import { Count, PersonId } from '../../../kernel/words.ts'
import { endpoint } from '../../../platform/http/endpoint.ts'
import {
  Decision,
  DecisionState,
  NewWording,
  Preferences,
  PrivacySettings,
  Purpose,
  PurposeConsent,
  Wording,
} from './schema.ts'

const inWorkspace = z.object({ workspace: z.uuid() })
const ofPerson = inWorkspace.extend({ person: PersonId })
const tags = ['Consent']

export const consent = {
  of: endpoint('people.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/people/{person}/consents',
      summary: 'What a person agreed to, with every decision',
      tags,
    })
    .input(ofPerson)
    .output(z.object({ states: z.array(PurposeConsent), history: z.array(Decision) })),
  note: endpoint('privacy.serve')
    .route({
      method: 'POST',
      path: '/w/{workspace}/people/{person}/consents',
      summary: 'Note what a person decided when talking to a colleague',
      tags,
    })
    .input(ofPerson.extend({ purpose: Purpose, state: DecisionState, note: z.string().trim().max(500).default('') })),
  settings: endpoint('privacy.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/privacy',
      summary: 'What happens without consent, and retention',
      tags,
    })
    .input(inWorkspace)
    .output(PrivacySettings),
  changeSettings: endpoint('privacy.rule')
    .route({ method: 'PUT', path: '/w/{workspace}/privacy', summary: 'Change the privacy settings', tags })
    .input(inWorkspace.extend(PrivacySettings.shape))
    .output(PrivacySettings),
  wordings: endpoint('privacy.see')
    .route({
      method: 'GET',
      path: '/w/{workspace}/privacy/wordings',
      summary: 'The texts with which people are asked, all versions',
      tags,
    })
    .input(inWorkspace)
    .output(z.array(Wording)),
  addWording: endpoint('privacy.rule')
    .route({
      method: 'POST',
      path: '/w/{workspace}/privacy/wordings',
      summary: 'A new version of a text; earlier ones stay',
      tags,
    })
    .input(inWorkspace.extend(NewWording.shape))
    .output(Wording),
}

const byToken = z.object({ token: z.string().max(200) })
const language = z.enum(['de', 'en']).default('de')
const own = ['Preferences of customers']

/** Without signing in: who has the link is the person. */
export const preferences = {
  find: endpoint('preference-link')
    .route({ method: 'GET', path: '/preferences/{token}', summary: 'What the holder of a link agreed to', tags: own })
    .input(byToken)
    .output(Preferences),
  choose: endpoint('preference-link')
    .route({
      method: 'POST',
      path: '/preferences/{token}',
      summary: 'Grant or withdraw, purpose by purpose',
      tags: own,
    })
    .input(
      byToken.extend({
        language,
        choices: z.array(z.object({ purpose: Purpose, version: Count, granted: z.boolean() })).max(20),
      }),
    )
    .output(Preferences),
  objectToAll: endpoint('preference-link')
    .route({ method: 'POST', path: '/preferences/{token}/objection', summary: 'Object to everything', tags: own })
    .input(byToken.extend({ language }))
    .output(Preferences),
  ask: endpoint('preference-link')
    .route({
      method: 'POST',
      path: '/preferences/{token}/requests',
      summary: 'Ask for a copy, a correction or erasure',
      tags: own,
    })
    .input(
      byToken.extend({
        kind: z.enum(['copy', 'correction', 'erasure']),
        note: z.string().trim().max(1000).default(''),
      }),
    )
    .output(Preferences),
}
